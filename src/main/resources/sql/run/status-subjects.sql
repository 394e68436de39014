-- Per site: open, dead and done items, and the last period that is done. Names are looked up once a site, not once an item.
select i.pipeline, i.subject, s.name, i.open_items, i.dead_items, i.done_items, i.latest_done
from (select pipeline, subject, sum(state in ('READY', 'RETRY', 'RUNNING')) as open_items,
             sum(state = 'DEAD') as dead_items, sum(state = 'DONE') as done_items,
             max(case when state = 'DONE' then unit end) as latest_done
      from work_item
      where variant = ''
      group by pipeline, subject) i
left join source s on s.site_id = cast(i.subject as signed) and i.subject = cast(s.site_id as char)
order by i.pipeline, cast(i.subject as signed), i.subject
