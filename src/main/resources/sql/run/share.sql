-- The items of one subject, of the run that an item was done for, go to the other runs that wait for this item. Primary
-- keys; attempt by its key.
insert ignore into run_item (run_id, item_id)
select waiting.run_id, mine.item_id
from run_item waiting
join run r on r.id = waiting.run_id
join work_item listing on listing.id = ?
join run_item mine on mine.run_id = ?
join work_item i on i.id = mine.item_id and i.subject = listing.subject
where waiting.item_id = ? and waiting.run_id <> ?
  and r.created_at > coalesce((select max(a.ended_at) from attempt a where a.item_id = ? and a.outcome = 'DONE'),
      '1000-01-01')
