-- A month of one repository as Matomo would hold it, made up: always the same for the same seed and size, whatever the
-- number of threads, because every value is a function of a row's number and the seed.
--
-- given  variables seed, events, visits (both counts at least 25)
-- gives  event, visit, action: the month; event_rows, visit_rows: what the extraction reads of it;
--        matomo_visit, matomo_event, matomo_action: the rows of Matomo's tables, as text for LOAD DATA
-- shape  two visits of 25 are robots', which cause 42 % of the events; 200,000 identifiers, drawn by Zipf's law with
--        exponent 0.9, of which 3 of 20 are other spellings of a fourth; 9 % of the URLs are assets, 1 % are missing;
--        3 % of the identifiers are missing; 40 countries and 1 % without one
create macro dice(n, die) as cast(hash(n, die, getvariable('seed')) >> 11 as double) / 9007199254740992.0;
-- the inverse of the distribution's integral: 1 to 200,000
create macro drawn_item(u) as cast(floor(pow(1 + (pow(200001, 0.1) - 1) * u, 10)) as bigint);
create macro robot_visit(j) as (j // 2) * 25 + (j % 2) * 12;
create macro human_visit(j) as (j // 23) * 25 + 1 + j % 23 + case when j % 23 >= 11 then 1 else 0 end;
create macro is_robot(visit) as visit % 25 in (0, 12);
-- the item that another spelling stands for
create macro item_of(identifier) as identifier - case when identifier % 20 <= 3 then identifier % 20 else 0 end;

-- every visit has an event; the rest of them goes to robots and humans so that robots cause 42 % of all
create table event as
select row_number() over (order by server_time, n) as idlink_va, idvisit, server_time, idaction, identifier
from (
    select n, visit + 1 as idvisit,
           timestamp '2024-05-01' + to_seconds(cast(floor(
               visit * (31 * 86400 - 900) / getvariable('visits')
               + dice(n, 'pause') * case when is_robot(visit) then 20 else 900 end) as bigint)) as server_time,
           case when page < 0.99 then item_of(item) * 8 + 1
                + case when page < 0.46 then 0 when page < 0.56 then 1 when page < 0.78 then 2 when page < 0.83 then 3
                       when page < 0.90 then 4 when page < 0.95 then 5 when page < 0.97 then 6 else 7 end
           end as idaction,
           case when dice(n, 'known') >= 0.03 then item end as identifier
    from (
        select n, visit, dice(n, 'page') as page,
               drawn_item(case when dice(n, 'same') < 0.5 then dice(visit, 'item') else dice(n, 'item') end) as item
        from (
            select n,
                   case when n < getvariable('visits') then n
                        when dice(n, 'robot') < (0.42 * getvariable('events') - 0.08 * getvariable('visits'))
                             / (getvariable('events') - getvariable('visits'))
                        then robot_visit(cast(floor(dice(n, 'visit') * (getvariable('visits') // 25 * 2)) as bigint))
                        else human_visit(cast(floor(dice(n, 'visit') * (getvariable('visits') // 25 * 23)) as bigint))
                   end as visit
            from range(getvariable('events')) numbers(n)) visits) pages) timed
order by idlink_va;

create table visit as
select idvisit, min(server_time) as first_action, max(server_time) as last_action, count(*) as actions,
       case when dice(idvisit, 'located') >= 0.01 then
           ['co', 'mx', 'ar', 'pe', 'cl', 'ec', 'br', 'es', 'us', 'bo', 've', 'cr', 'gt', 'py', 'uy', 'pa', 'sv', 'hn',
            'ni', 'do', 'cu', 'pr', 'pt', 'fr', 'de', 'it', 'gb', 'ca', 'nl', 'be', 'ch', 'se', 'cn', 'jp', 'in', 'id',
            'ru', 'pl', 'za', 'au'][1 + cast(floor(40 * pow(dice(idvisit, 'country'), 2.5)) as bigint)] end as country
from event
group by idvisit
order by idvisit;

create macro identifier_text(identifier) as case identifier % 20
    when 1 then 'oai:https://repositorio.example.org/server:123456789/'
    when 2 then 'oai:http://repositorio.example.org/rest:123456789/'
    when 3 then 'oai:repositorio.example.org/oai/request:123456789/'
    else 'oai:repositorio.example.org:123456789/' end || item_of(identifier);

create table action as
select idaction, action_type, case when action_type = 1 then 2 end as url_prefix,
       case when action_type = 1 then 'repositorio.example.org/handle/123456789/' || item || suffix
            when kind = 4 then 'https://doi.org/10.5555/example.' || item || suffix
            else 'https://repositorio.example.org/bitstream/handle/123456789/' || item || suffix end as action_url
from (
    select idaction, (idaction - 1) // 8 as item, (idaction - 1) % 8 as kind,
           case when kind < 2 then 1 when kind = 4 then 2 else 3 end as action_type,
           ['', '?show=full', '/Tesis_' || item || '.pdf?sequence=1&isAllowed=y', '/Anexo%20' || item || '.xlsx', '',
            '/Tesis_' || item || '.pdf.jpg?sequence=4', '/figura_1.jpeg.jpg', '/INFORME.DOC.JPG'][kind + 1] as suffix
    from (select distinct idaction from event where idaction is not null) used) kinds
order by idaction;

create view event_rows as
select idlink_va, idvisit, 7 as idsite, epoch_us(server_time) as server_time, action_type, action_url,
       url_prefix as action_url_prefix,
       identifier_text(identifier) as custom_var_v1, 'ope' as custom_var_v2, cast(null as varchar) as custom_var_v6,
       server_time as moment
from event
left join action using (idaction);

create view visit_rows as
select idvisit, 7 as idsite, epoch_us(first_action) as visit_first_action_time,
       epoch_us(last_action) as visit_last_action_time, actions as visit_total_actions, country as location_country
from visit;

create view matomo_visit as
select idvisit, 7 as idsite, printf('%016X', hash(idvisit)) as idvisitor,
       strftime(last_action, '%Y-%m-%d %H:%M:%S') as visit_last_action_time,
       printf('%016X', hash(idvisit, 1)) as config_id, printf('%08X', hash(idvisit, 2) % 4294967296) as location_ip,
       strftime(first_action, '%Y-%m-%d %H:%M:%S') as visit_first_action_time, actions as visit_total_actions,
       date_diff('second', first_action, last_action) as visit_total_time,
       'https://www.example.com/search?q=' || idvisit as referer_url, 'CH' as config_browser_name,
       '1920x1080' as config_resolution, 'City ' || idvisit % 50 as location_city, country as location_country
from visit
order by idvisit;

create view matomo_event as
select idlink_va, 7 as idsite, printf('%016X', hash(idvisit)) as idvisitor, idvisit,
       strftime(server_time, '%Y-%m-%d %H:%M:%S') as server_time, idaction as idaction_url, idaction as idaction_name,
       idlink_va % 300 as time_spent_ref_action, 'oaipmhID' as custom_var_k1,
       identifier_text(identifier) as custom_var_v1, 'repositoryID' as custom_var_k2, 'opendoar::7' as custom_var_v2,
       'countryID' as custom_var_k3, 'CO' as custom_var_v3
from event
order by idlink_va;

create view matomo_action as
select idaction, action_url as name, action_type as type, url_prefix
from action
order by idaction;
