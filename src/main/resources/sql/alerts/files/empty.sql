-- AL-07: sources whose last listings, so many days, have found no new file. Index work_item_subject.
select d.subject as source, null as at, concat('nothing new on ', group_concat(d.unit order by d.unit separator ', ')) as what,
       true as certain
from (select i.subject, i.unit, coalesce(sum(c.amount), 0) as found,
             row_number() over (partition by i.subject order by i.unit desc) as place
      from work_item i
      join attempt a on a.item_id = i.id
      left join attempt_count c on c.attempt_id = a.id and c.name in ('files.planned', 'files.unstable', 'files.held')
      where i.pipeline = 'visitfiles-list' and i.variant = '' and i.state = 'DONE' and i.subject in (:sources)
      group by i.subject, i.unit) d
where d.place <= :emptyDays
group by d.subject
having count(*) = :emptyDays and sum(d.found) = 0
