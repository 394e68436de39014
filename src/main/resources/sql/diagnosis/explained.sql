-- explained: the events of the items, or of the whole site, by visit, fate and raw identifier.
--
-- reads  events, explained_items
-- gives  explained(idvisit, dropped_at, dropped, spelling, item, events, view_events, outlink_events, download_events);
--        spelling and item are null for the whole site
select idvisit, dropped_at, dropped,
       case when asked() is not null then raw_identifier end as spelling,
       case when asked() is not null then identifier end as item,
       count(*) as events,
       count(*) filter (where action_type = 1) as view_events,
       count(*) filter (where action_type = 2) as outlink_events,
       count(*) filter (where action_type = 3) as download_events
from events
where asked() is null or identifier in (select identifier from explained_items)
group by 1, 2, 3, 4, 5
