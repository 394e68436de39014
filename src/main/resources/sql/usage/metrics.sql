-- metrics: per visit and item, whether it was viewed, followed out of, downloaded. Any number of times counts once.
-- Dropped events are kept as one row per reason, so that every event stays accounted for.
--
-- reads  events
-- gives  metrics(dropped, idvisit, counted, identifier, country, views, outlinks, downloads, conversions, item_country,
--        item_order, events)
-- rule   counted_identifier(raw, mapped): what an item is while counting, from usage.count
-- source Matomo's action types: 1 page view, 2 outlink, 3 download
select hits.*,
       case when views = 1 and (downloads = 1 or outlinks = 1) then 1 else 0 end as conversions
from (
    select dropped, idvisit, counted, identifier, country,
           max(case when action_type = 1 then 1 else 0 end) as views,
           max(case when action_type = 2 then 1 else 0 end) as outlinks,
           max(case when action_type = 3 then 1 else 0 end) as downloads,
           max_by(item_country, item_order) filter (where item_country <> '') as item_country,
           max(item_order) filter (where item_country <> '') as item_order,
           count(*) as events
    from (
        select coalesce(dropped, case when identifier is null then 'no-identifier' end) as dropped,
               case when dropped is null and identifier is not null then idvisit end as idvisit,
               case when dropped is null and identifier is not null
                    then counted_identifier(raw_identifier, identifier) end as counted,
               case when dropped is null then identifier end as identifier,
               case when dropped is null and identifier is not null then country end as country,
               action_type, item_country, item_order
        from events) accounted
    group by dropped, idvisit, counted, identifier, country) hits
