-- The states of a run's items.
select i.state, count(*) as items
from run_item ri join work_item i on i.id = ri.item_id
where ri.run_id = ?
group by i.state
