-- Per site: open, dead and done items, and the last period that is done.
select i.pipeline, i.subject, s.name,
       sum(i.state in ('READY', 'RETRY', 'RUNNING')) as open_items, sum(i.state = 'DEAD') as dead_items,
       sum(i.state = 'DONE') as done_items, max(case when i.state = 'DONE' then i.unit end) as latest_done
from work_item i
left join source s on i.subject = cast(s.site_id as char)
where i.variant = ''
group by i.pipeline, i.subject, s.name
order by i.pipeline, cast(i.subject as signed), i.subject
