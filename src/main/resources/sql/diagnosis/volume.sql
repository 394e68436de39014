-- volume: the events by their UTC day.
--
-- reads  event_times(server_time)
select cast(cast(server_time as date) as varchar) as server_day, count(*) as events
from event_times
where server_time is not null
group by server_day
