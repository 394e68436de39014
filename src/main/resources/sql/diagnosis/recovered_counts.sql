-- recovered_counts: events and URLs by status.
--
-- reads  recovered
select status, count(*) as events, count(distinct action_url) as urls
from recovered
group by status
order by status
