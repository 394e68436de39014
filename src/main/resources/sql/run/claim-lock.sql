-- Takes the candidate's row, unless another transaction (a cancel, a heartbeat) has it just now.
select id, run_id, pipeline, subject, unit, variant, period_from, period_to, state, attempts, failures, token,
       allow_incomplete, waits_for
from work_item
where id = ?
  and (state = 'READY' or (state = 'RETRY' and not_before not between utc_timestamp(6) and utc_timestamp(6) + interval 1 day)
       or (state = 'RUNNING' and lease_until not between utc_timestamp(6) and utc_timestamp(6) + interval 1 day))
for update skip locked
