-- The message of a channel that waits longest, unless another instance sends it just now. A recovery waits for its
-- opening; what could not be sent within seven days is not sent any more. Index alert_message_due.
select m.alert_id, m.kind, m.tries
from alert_message m
where m.channel = ? and m.sent_at is null and m.not_before <= utc_timestamp(6)
  and m.created_at > date_sub(utc_timestamp(6), interval 7 day)
  and (m.kind = 'OPENED' or not exists (
       select 1 from alert_message o
       where o.alert_id = m.alert_id and o.channel = m.channel and o.kind = 'OPENED' and o.sent_at is null))
order by m.not_before, m.alert_id
limit 1
for update skip locked
