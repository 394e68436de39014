-- AL-05: sources whose last listing ended long ago, and of which none is under way that was asked for since.
-- Index work_item_subject.
select l.subject as source, null as at,
       coalesce(concat('listed last at ', date_format(l.done, '%Y-%m-%dT%H:%i:%sZ')), 'never listed') as what,
       true as certain
from (select i.subject, max(i.done_at) as done,
             coalesce(max(if(i.state in ('READY', 'RUNNING', 'RETRY'), i.updated_at, i.done_at)),
                      min(i.created_at)) as heard
      from work_item i
      where i.pipeline = 'visitfiles-list' and i.variant = '' and i.subject in (:sources)
      group by i.subject) l
where l.heard < :silentSince
