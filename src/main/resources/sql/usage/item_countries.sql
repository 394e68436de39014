-- item_countries: an item's own country, in a regional aggregator's site; all items of other sites have their source's.
--
-- reads  events
-- gives  item_countries(identifier, item_country)
-- rule   the last event that has one tells it, item_order(…), from usage.country.item; of several spellings counted
--        apart, the first visited that has one; spelling(…) as in metrics
select identifier, min_by(item_country, ordered_pair(first_visit, spelling)) as item_country
from (
    select identifier, spelling(raw_identifier) as spelling,
           max_by(item_country, item_order(server_time, idlink_va)) filter (where item_country is not null)
               as item_country,
           min(idvisit) as first_visit
    from (
        select identifier, raw_identifier, idvisit, server_time, idlink_va,
               case when length(custom_var_v2) > 2 then nullif(substr(custom_var_v2, 1, 2), '') end as item_country
        from events
        where dropped is null and identifier is not null and source_type() = 'L') located
    group by identifier, spelling(raw_identifier)) spellings
where item_country is not null
group by identifier
