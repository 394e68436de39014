-- AL-06: runs with open work that were asked for long ago. Index work_item_claim.
select i.subject as source, null as at,
       concat(i.pipeline, ' ', i.unit, ' of run ', i.run_id, ', ', lower(i.state)) as what, true as certain
from work_item i
join run r on r.id = i.run_id
where i.pipeline in ('visitfiles-list', 'visitfiles', 'visitfiles-close') and i.variant = ''
  and i.state in ('READY', 'RUNNING', 'RETRY') and i.subject in (:sources) and r.created_at < :slowSince
order by i.id
