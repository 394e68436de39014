-- The last listing of each source on a day, with what it counted once it is done. Indexes work_item_key, attempt_number.
select i.subject, i.state, i.error_code,
       sum(case when c.name = 'files.listed' then c.amount else 0 end) as listed,
       sum(case when c.name = 'files.ignored' then c.amount else 0 end) as ignored,
       sum(case when c.name = 'files.unstable' then c.amount else 0 end) as unstable
from work_item i
left join attempt a on a.item_id = i.id and a.number = i.attempts
left join attempt_count c on c.attempt_id = a.id
where i.pipeline = 'visitfiles-list' and i.unit = :day
group by i.subject, i.state, i.error_code
order by i.subject
