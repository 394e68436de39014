-- read_events: the rows of the parts, each once and of the item's period.
--
-- reads  event_rows(idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier)
-- drops  rows of another period, reason 'other-period' (a month's file read for one day)
select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier,
       case when server_time >= period_from() and server_time < period_to() then null else 'other-period' end as dropped
from event_rows
