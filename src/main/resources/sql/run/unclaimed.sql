-- What could be claimed now and is not, how long the oldest of it has waited, and how long nobody has worked: claimed, kept
-- alive or ended any item (null: never). Conditions as in claim-candidates.sql, but for any rules version.
-- Index work_item_claim, by way of pipeline; the last attempts by their key.
select count(w.since) as items,
       coalesce(max(timestampdiff(second, w.since, utc_timestamp(6))), 0) as oldest_seconds,
       (select min(timestampdiff(second, s.at, utc_timestamp(6)))
        from (select coalesce(a.ended_at, a.started_at) as at
              from (select started_at, ended_at from attempt order by id desc limit 100) a
              union all
              select r.updated_at
              from pipeline p join work_item r on r.pipeline = p.name and r.state = 'RUNNING') s) as quiet_seconds
from (select case i.state when 'READY' then i.updated_at when 'RETRY' then i.not_before else i.lease_until end as since
      from pipeline p join work_item i on i.pipeline = p.name
      where i.variant = '' and i.state in ('READY', 'RETRY', 'RUNNING')
        and (i.state = 'READY'
             or (i.state = 'RETRY' and i.not_before <= utc_timestamp(6))
             or (i.state = 'RUNNING' and i.lease_until < utc_timestamp(6)))
        and (i.waits_for is null or not exists (
             select 1 from work_item u
             where u.pipeline = i.waits_for and u.subject = i.subject and u.variant = ''
               and u.period_from < i.period_to and u.period_to > i.period_from
               and (u.state in ('READY', 'RUNNING', 'RETRY') or (u.state = 'DEAD' and not i.allow_incomplete))))) w
