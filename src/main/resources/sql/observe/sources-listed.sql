-- When each source of report files was listed last, in seconds since 1970. Index work_item_subject.
select i.subject as source, timestampdiff(second, '1970-01-01', max(i.done_at)) as at
from work_item i
where i.pipeline = 'visitfiles-list' and i.variant = '' and i.done_at is not null
group by i.subject
