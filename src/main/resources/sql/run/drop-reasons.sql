-- The reasons by which the last attempts have dropped events. Keys of attempt and attempt_count.
select distinct i.pipeline, c.name
from (select id, item_id from attempt order by id desc limit 1000) a
join attempt_count c on c.attempt_id = a.id and c.name like 'events.dropped.%'
join work_item i on i.id = a.item_id
