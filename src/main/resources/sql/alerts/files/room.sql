-- AL-11: sources whose last listing has found files and no room for them. Index work_item_subject.
select d.subject as source, null as at, concat(c.amount, ' files wait for room') as what, true as certain
from (select i.id, i.subject, row_number() over (partition by i.subject order by i.done_at desc) as place
      from work_item i
      where i.pipeline = 'visitfiles-list' and i.variant = '' and i.state = 'DONE' and i.subject in (:sources)) d
join attempt a on a.item_id = d.id
     and a.number = (select max(b.number) from attempt b where b.item_id = d.id and b.outcome = 'DONE')
join attempt_count c on c.attempt_id = a.id and c.name = 'files.held' and c.amount > 0
where d.place = 1
