-- What the closings of a day have removed, as it was kept for long enough. Indexes work_item_key, attempt_number.
select coalesce(sum(case when n.name = 'zips.removed' then n.amount end), 0) as zips,
       coalesce(sum(case when n.name = 'logs.removed' then n.amount end), 0) as logs
from work_item i
join attempt a on a.item_id = i.id
join attempt_count n on n.attempt_id = a.id
where i.pipeline = 'visitfiles-close' and i.unit like concat(:day, ' %')
