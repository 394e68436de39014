-- repeated_events: the events that are there more than once. Read by read_events_legacy.
--
-- reads  event_ids(idlink_va)
select idlink_va as repeated
from event_ids
where idlink_va is not null
group by idlink_va
having count(*) > 1
