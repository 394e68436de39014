-- Items by id. An empty parameter is no filter; the period is those that touch it, `to` exclusive. Primary key.
select i.id, i.run_id, i.pipeline, i.subject, i.unit, i.variant, i.state, i.attempts, i.failures, i.worker,
       i.lease_until, i.not_before, i.rules_version, i.rows_in, i.rows_kept, i.error_code, i.error_message,
       i.created_at, i.updated_at, i.done_at
from work_item i
where i.id > :after
  and (:id = 0 or i.id = :id)
  and (:run = '' or exists (select 1 from run_item ri where ri.run_id = :run and ri.item_id = i.id))
  and (:pipeline = '' or i.pipeline = :pipeline)
  and (:site = '' or i.subject = :site)
  and (:state = '' or i.state = :state)
  and i.period_to > :from and i.period_from < :to
order by i.id
limit :limit
