-- Items by pipeline and state, and the last period that is done.
select pipeline, state, count(*) as items, max(case when state = 'DONE' then unit end) as latest_done,
       min(case when state in ('READY', 'RETRY') then updated_at end) as oldest_open
from work_item
where variant = ''
group by pipeline, state
order by pipeline, state
