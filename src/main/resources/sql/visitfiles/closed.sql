-- Whether folders were listed in a span of days, by whom it matters, and nothing of it is to be done any more. The units
-- of both pipelines are days. Index work_item_key.
select exists (
           select 1
           from work_item i
           join run_item ri on ri.item_id = i.id
           join run r on r.id = ri.run_id
           where i.pipeline = 'visitfiles-list' and i.unit >= :from and i.unit < :to
             and (:by = '' or r.requested_by = :by))
       and not exists (
           select 1
           from work_item i
           where i.pipeline in ('visitfiles-list', 'visitfiles-close') and i.unit >= :from and i.unit < :to
             and i.state in ('READY', 'RUNNING', 'RETRY')) as closed
