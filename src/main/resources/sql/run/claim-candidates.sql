-- Items of one pipeline and state that may be claimed now, best first. Read under the pipeline's row lock, so the counts
-- hold. A RUNNING item whose lease has ended belongs to nobody, whatever rules its worker had: those that had the same may
-- all be gone, and planning leaves RUNNING items alone. A time more than a day ahead is of a clock that was put back since:
-- no lease and no wait is held by it.
-- One state at a time, in the order of index work_item_claim: so the first few are found without a look at all of a backlog.
select i.id, i.priority, i.period_from
from work_item i
where i.pipeline = :pipeline and i.state = :state
  and case :state
      when 'READY' then true
      when 'RETRY' then i.not_before not between utc_timestamp(6) and utc_timestamp(6) + interval 1 day
      when 'RUNNING' then i.lease_until not between utc_timestamp(6) and utc_timestamp(6) + interval 1 day
      end
  and (i.rules_version = :rules or :state = 'RUNNING')
  and i.subject not in (
      select r.subject
      from work_item r
      where r.pipeline = :pipeline and r.state = 'RUNNING'
        and r.lease_until between utc_timestamp(6) and utc_timestamp(6) + interval 1 day
      group by r.subject
      having count(*) >= :perSubject)
  and (:run = '' or exists (select 1 from run_item ri where ri.item_id = i.id and ri.run_id = :run))
  and (i.waits_for is null or not exists (
       select 1 from work_item u
       where u.pipeline = i.waits_for and u.subject = i.subject and u.variant = ''
         and u.period_from < i.period_to and u.period_to > i.period_from
         and (u.state in ('READY', 'RUNNING', 'RETRY') or (u.state = 'DEAD' and not i.allow_incomplete))))
order by i.priority, i.period_from, i.id
limit 16
