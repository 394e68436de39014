-- metrics: per visit and item, whether it was viewed, followed out of, downloaded, any number of times; and its COUNTER
-- investigations and requests. Dropped events are kept as one row per reason, so that every event stays accounted for.
--
-- reads  events, double_clicks(replaced)
-- gives  metrics(dropped, idvisit, identifier, country, events, views, outlinks, downloads, conversions,
--        total_item_investigations, investigation_days, total_item_requests, request_days): days as bits of a number,
--        as a period is never longer than a month
-- rule   spelling(raw): what is counted apart from others of the same identifier, from usage.count
-- source Matomo's action types: 1 page view, 2 outlink, 3 download. COUNTER 5.1 §3.3: all three investigate an item, a
--        download requests it
select dropped, idvisit, identifier, country, events,
       case when (actions & 1) <> 0 then 1 else 0 end as views,
       case when (actions & 2) <> 0 then 1 else 0 end as outlinks,
       case when (actions & 4) <> 0 then 1 else 0 end as downloads,
       case when (actions & 1) <> 0 and (actions & 6) <> 0 then 1 else 0 end as conversions,
       total_item_investigations, investigation_days, total_item_requests, request_days
from (
    select dropped, idvisit, identifier, country, count(*) as events,
           bit_or(case action_type when 1 then 1 when 2 then 2 when 3 then 4 else 0 end) as actions,
           count(investigation_day) as total_item_investigations,
           coalesce(bit_or(investigation_day), 0) as investigation_days,
           count(case when action_type = 3 then investigation_day end) as total_item_requests,
           coalesce(bit_or(case when action_type = 3 then investigation_day end), 0) as request_days
    from (
        select dropped, action_type,
               case when dropped is null then idvisit end as idvisit,
               case when dropped is null then identifier end as identifier,
               spelling(case when dropped is null then raw_identifier end) as spelling,
               case when dropped is null then country end as country,
               case when dropped is null and action_type in (1, 2, 3) and replaced is null
                    then day_bit(server_time) end as investigation_day
        from (
            select coalesce(dropped, case when identifier is null then 'no-identifier' end) as dropped,
                   action_type, idvisit, identifier, raw_identifier, country, server_time, double_clicks.replaced
            from events
            left join double_clicks on double_clicks.replaced = events.idlink_va) accounted) kept
    group by dropped, idvisit, identifier, spelling, country) hits
