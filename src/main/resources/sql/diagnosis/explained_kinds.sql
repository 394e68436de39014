-- explained_kinds: the kept events by Matomo's action type.
--
-- reads  explained
select cast(coalesce(sum(view_events), 0) as bigint) as views,
       cast(coalesce(sum(outlink_events), 0) as bigint) as outlinks,
       cast(coalesce(sum(download_events), 0) as bigint) as downloads,
       cast(coalesce(sum(events), 0) as bigint) as events
from explained
where dropped is null
