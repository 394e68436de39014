-- The attempt of a claim begins with its lease: at the very instant from which that is counted.
insert into attempt (item_id, number, token, run_id, worker, rules_version, code_version, started_at, outcome)
select id, attempts, token, ?, worker, rules_version, code_version, updated_at, 'RUNNING'
from work_item
where id = ?
