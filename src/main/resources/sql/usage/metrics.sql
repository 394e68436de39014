-- metrics: per visit and item, whether it was viewed, followed out of, downloaded. Any number of times counts once.
-- Dropped events are kept as one row per reason, so that every event stays accounted for.
--
-- reads  events
-- gives  metrics(dropped, idvisit, identifier, country, views, outlinks, downloads, conversions, events)
-- rule   spelling(raw): what is counted apart from others of the same identifier, from usage.count
-- source Matomo's action types: 1 page view, 2 outlink, 3 download
select dropped, idvisit, identifier, country, events,
       case when (actions & 1) <> 0 then 1 else 0 end as views,
       case when (actions & 2) <> 0 then 1 else 0 end as outlinks,
       case when (actions & 4) <> 0 then 1 else 0 end as downloads,
       case when (actions & 1) <> 0 and (actions & 6) <> 0 then 1 else 0 end as conversions
from (
    select dropped, idvisit, identifier, country, count(*) as events,
           bit_or(case action_type when 1 then 1 when 2 then 2 when 3 then 4 else 0 end) as actions
    from (
        select dropped, action_type,
               case when dropped is null then idvisit end as idvisit,
               case when dropped is null then identifier end as identifier,
               case when dropped is null then spelling(raw_identifier) end as spelling,
               case when dropped is null then country end as country
        from (
            select coalesce(dropped, case when identifier is null then 'no-identifier' end) as dropped,
                   action_type, idvisit, identifier, raw_identifier, country
            from events) accounted) kept
    group by dropped, idvisit, identifier, spelling, country) hits
