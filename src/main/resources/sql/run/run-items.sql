-- A run's items in order, with what the last attempt that was done counted.
select i.id, i.pipeline, i.subject, i.unit, i.state, i.attempts, i.error_code, i.error_message, i.output,
       timestampdiff(microsecond, a.started_at, a.ended_at) / 1000 as millis, c.name, c.amount
from run_item ri
join work_item i on i.id = ri.item_id
left join attempt a on a.item_id = i.id and a.number = i.attempts
left join attempt_count c on c.attempt_id = a.id
where ri.run_id = ?
order by i.pipeline, cast(i.subject as signed), i.subject, i.unit, c.name
