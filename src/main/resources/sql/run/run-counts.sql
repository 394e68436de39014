-- What the items of a run counted in the attempt that did them, all together.
select c.name, sum(c.amount) as amount
from run_item ri
join work_item i on i.id = ri.item_id
join attempt a on a.item_id = i.id and a.number = i.attempts
join attempt_count c on c.attempt_id = a.id
where ri.run_id = :run
group by c.name
order by c.name
