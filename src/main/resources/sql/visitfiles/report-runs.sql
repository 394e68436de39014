-- The runs that have listed folders on a day, oldest first: when their listings and files ended, and what is the matter
-- with them now. A listing that was done again on the same day counts as what became of it; a closing that goes on, which
-- writes the report, does not keep a run open. Indexes work_item_key, run_item_item, attempt_number, k_bc_run.
select r.id, r.requested_by, r.created_at,
       max(case when i.pipeline <> 'visitfiles-close' then coalesce(a.ended_at, i.done_at) end) as ended_at,
       max(i.pipeline <> 'visitfiles-close' and i.state in ('READY', 'RUNNING', 'RETRY')) as under_way,
       max(i.pipeline <> 'visitfiles' and i.state = 'DEAD') as broken,
       exists (
           select 1 from bitacora_control c
           where c.run_id = r.id and c.estatus in ('COMPLETADO_CON_ERRORES', 'FALLO_LAYOUT', 'FALLO_SISTEMA')) as incidents
from (
    select distinct l.run_id
    from work_item w
    join run_item l on l.item_id = w.id
    where w.pipeline = 'visitfiles-list' and w.unit = :day) d
join run r on r.id = d.run_id
join run_item ri on ri.run_id = r.id
join work_item i on i.id = ri.item_id and i.pipeline in ('visitfiles-list', 'visitfiles', 'visitfiles-close')
left join attempt a on a.item_id = i.id and a.run_id = r.id
group by r.id, r.requested_by, r.created_at
order by r.created_at, r.id
