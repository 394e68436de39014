-- read_events_legacy: the same where files may hold rows of another period, or rows twice, because somebody appended a
-- period again. Rows that are there once, nearly all, are not sorted.
--
-- reads  event_rows(idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier, asset, mapped)
-- drops  rows of another period, reason 'other-period'; all but one row of an idlink_va, reason 'duplicate'
select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier, asset, mapped,
       case when server_time >= period_from() and server_time < period_to() then null else 'other-period' end as dropped
from event_rows
left join repeated_events on repeated_events.repeated = event_rows.idlink_va
where repeated_events.repeated is null
union all
select idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier, asset, mapped,
       case when server_time >= period_from() and server_time < period_to()
            then case when copy > 1 then 'duplicate' end
            else 'other-period' end as dropped
from (
    select event_rows.*,
           row_number() over (partition by idlink_va order by server_time, idvisit, action_url, identifier) as copy
    from event_rows
    join repeated_events on repeated_events.repeated = event_rows.idlink_va) copies
