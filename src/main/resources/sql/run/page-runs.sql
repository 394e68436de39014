-- Runs, youngest first: their ids sort by time. An empty parameter is no filter.
select id, pipeline, subjects, period_from, period_to, mode, dry_run, allow_incomplete, requested_by, code_version,
       created_at
from run
where (:after = '' or id < :after)
  and (:pipeline = '' or pipeline = :pipeline)
  and (:id = '' or id = :id)
order by id desc
limit :limit
