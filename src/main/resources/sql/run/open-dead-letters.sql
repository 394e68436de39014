select d.id, i.id as item_id, i.pipeline, i.subject, i.unit, d.attempts, d.code, d.message, d.created_at
from dead_letter d join work_item i on i.id = d.item_id
where d.resolution is null
order by d.created_at desc, d.id desc
limit 200
