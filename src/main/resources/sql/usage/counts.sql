-- counts: how many events each reason dropped; a null reason is what was kept.
select dropped, cast(sum(events) as bigint) as events
from aggregate
group by dropped
