-- recovered_counts: events and URLs by what becomes of the proposals.
--
-- reads  events(recovery), as sql/usage/proposals.sql gives it
select recovery, count(*) as events, count(distinct action_url) as urls
from events
where recovery is not null
group by recovery
order by recovery
