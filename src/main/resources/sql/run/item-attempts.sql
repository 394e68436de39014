-- An item's attempts with what they counted. Index attempt_number.
select a.number, a.run_id, a.worker, a.started_at, a.ended_at, a.outcome, a.error_code, a.error_message, c.name, c.amount
from attempt a
left join attempt_count c on c.attempt_id = a.id
where a.item_id = :item
order by a.number, c.name
