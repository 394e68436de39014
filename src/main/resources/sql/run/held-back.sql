-- Of a run's items that are open: which upstream items they wait for.
select i.id, i.subject, i.unit, u.pipeline as upstream_pipeline, u.unit as upstream_unit, u.state as upstream_state,
       u.error_code as upstream_code
from run_item ri
join work_item i on i.id = ri.item_id and i.state in ('READY', 'RETRY')
join work_item u on u.pipeline = i.waits_for and u.subject = i.subject and u.variant = ''
     and u.period_from < i.period_to and u.period_to > i.period_from
     and (u.state in ('READY', 'RUNNING', 'RETRY') or (u.state = 'DEAD' and not i.allow_incomplete))
where ri.run_id = ?
order by i.subject, i.unit, u.unit
limit 100
