-- The states of the items of some runs. Primary key of run_item.
select ri.run_id, i.state, count(*) as items
from run_item ri join work_item i on i.id = ri.item_id
where ri.run_id in (:runs)
group by ri.run_id, i.state
