-- How far some subjects of a pipeline are done, in days or in months, each by the rule of freshness.sql: when the last
-- item was done, and the end of the last one that is complete. Reads the items of these subjects by work_item_key.
with item as (
    select subject, state, period_from, period_to, done_at
    from work_item
    where pipeline = :pipeline and subject in (:subjects) and variant = ''
      and period_to = case when :by = 'DAY' then date_add(period_from, interval 1 day)
                           else date_add(period_from, interval 1 month) end),
unfinished as (
    select subject, min(period_from) as since
    from item
    where state in ('READY', 'RUNNING', 'RETRY', 'DEAD')
    group by subject)
select i.subject,
       max(i.done_at) as as_of,
       max(case when i.state = 'DONE' and i.period_to <= utc_date() and i.done_at >= i.period_to
                     and (u.since is null or i.period_from < u.since)
                then i.period_to end) as until
from item i
left join unfinished u on u.subject = i.subject
group by i.subject
