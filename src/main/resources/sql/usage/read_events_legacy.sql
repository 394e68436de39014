-- read_events_legacy: the same where rows may be there twice, because somebody appended a period again.
--
-- reads  event_rows(idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier)
-- drops  rows of another period, reason 'other-period'; all but one row of an idlink_va, reason 'duplicate'
select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier,
       case when server_time >= period_from() and server_time < period_to()
            then case when idlink_va is not null and copy > 1 then 'duplicate' end
            else 'other-period' end as dropped
from (
    select event_rows.*,
           row_number() over (partition by idlink_va order by server_time, idvisit, action_url, identifier) as copy
    from event_rows) copies
