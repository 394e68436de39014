-- explained_recovered: how many of the events have an identifier that their URL proposed. Only where that is in use.
--
-- reads  events(recovery), explained_items
select count(*) as events
from events
where recovery = 'reconstructed' and (asked() is null or identifier in (select identifier from explained_items))
