-- Items of one pipeline that may be claimed now, best first. Read under the pipeline's row lock, so the counts hold.
-- A RUNNING item whose lease has ended belongs to nobody, whatever rules its worker had: those that had the same may all
-- be gone, and planning leaves RUNNING items alone. A time more than a day ahead is of a clock that was put back since: no
-- lease and no wait is held by it. Index work_item_claim; the counts use work_item_subject.
select i.id
from work_item i
where i.pipeline = ?
  and (i.rules_version = ? or i.state = 'RUNNING')
  and i.state in ('READY', 'RETRY', 'RUNNING')
  and (i.state = 'READY'
       or (i.state = 'RETRY' and i.not_before not between utc_timestamp(6) and utc_timestamp(6) + interval 1 day)
       or (i.state = 'RUNNING' and i.lease_until not between utc_timestamp(6) and utc_timestamp(6) + interval 1 day))
  and (? = '' or exists (select 1 from run_item ri where ri.item_id = i.id and ri.run_id = ?))
  and (select count(*) from work_item r
       where r.pipeline = i.pipeline and r.subject = i.subject
         and r.state = 'RUNNING' and r.lease_until between utc_timestamp(6) and utc_timestamp(6) + interval 1 day) < ?
  and (i.waits_for is null or not exists (
       select 1 from work_item u
       where u.pipeline = i.waits_for and u.subject = i.subject and u.variant = ''
         and u.period_from < i.period_to and u.period_to > i.period_from
         and (u.state in ('READY', 'RUNNING', 'RETRY') or (u.state = 'DEAD' and not i.allow_incomplete))))
order by i.priority, i.period_from, i.id
limit 16
