-- How far each subject is complete: the last day and the last month that is done, before any day or month of the same
-- pipeline and subject that is still to be done or dead. Days and months are apart; what was cancelled is no gap; what is
-- not over yet (UTC), or was done before it was over, is not complete. Reads all of work_item, once each for what is there and for what is unfinished.
with item as (
    select pipeline, subject, state, period_from, period_to, done_at,
           case when period_to = date_add(period_from, interval 1 day) then 'DAY'
                when period_to = date_add(period_from, interval 1 month) then 'MONTH' end as kind
    from work_item
    where variant = ''),
unfinished as (
    select pipeline, subject, kind, min(period_from) as since
    from item
    where state in ('READY', 'RUNNING', 'RETRY', 'DEAD')
    group by pipeline, subject, kind),
complete as (
    select i.pipeline, i.subject, i.kind,
           max(case when i.state = 'DONE' and i.period_to <= utc_date() and i.done_at >= i.period_to
                         and (u.since is null or i.period_from < u.since)
                    then i.period_from end) as last
    from item i
    left join unfinished u on u.pipeline = i.pipeline and u.subject = i.subject and u.kind = i.kind
    group by i.pipeline, i.subject, i.kind)
select pipeline, subject,
       max(case when kind = 'DAY' then last end) as last_day,
       max(case when kind = 'MONTH' then date_format(last, '%Y-%m') end) as last_month
from complete
group by pipeline, subject
order by pipeline, cast(subject as signed), subject
