-- Per site the units of a pipeline that need no waiting: done after their end, dead (which is a cause of its own), or
-- cancelled by an operator; sites without any come with a null. A done unit that is done again stays in.
-- Index work_item_key.
select s.site_id, s.name, s.created_at, i.unit
from source s
left join work_item i
     on i.pipeline = ? and i.subject = cast(s.site_id as char) and i.unit between ? and ? and i.variant = ''
     and (i.done_at >= i.period_to or i.state in ('DEAD', 'CANCELLED'))
order by s.site_id, i.unit
