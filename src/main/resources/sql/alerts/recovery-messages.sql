-- Recovery is told by the channels that were to tell the opening.
insert into alert_message (alert_id, kind, channel, created_at, not_before)
select alert_id, 'RECOVERED', channel, utc_timestamp(6), utc_timestamp(6)
from alert_message
where alert_id = ? and kind = 'OPENED'
