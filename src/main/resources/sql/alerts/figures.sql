-- The events kept of each site in the months asked for, and the sum over those of the 12 months before that were done
-- after their end. What was done stays a figure while it is done again. Index work_item_key.
select s.site_id, s.name, m.unit, m.rows_kept as total, m.done_at >= m.period_to as complete,
       sum(p.rows_kept) as previous_total, count(*) as previous_months
from source s
join work_item m
     on m.pipeline = ? and m.subject = cast(s.site_id as char) and m.unit in (?, ?) and m.variant = ''
     and m.done_at is not null
join work_item p
     on p.pipeline = m.pipeline and p.subject = m.subject and p.variant = ''
     and p.period_from >= date_sub(m.period_from, interval 12 month) and p.period_from < m.period_from
     and p.period_to = date_add(p.period_from, interval 1 month) and p.done_at >= p.period_to
group by s.site_id, s.name, m.unit, m.rows_kept, m.done_at, m.period_to
order by s.site_id, m.unit
