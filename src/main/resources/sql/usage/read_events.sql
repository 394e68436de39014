-- read_events: the rows of the parts. A partition holds the rows of its own day, each once, so nothing is dropped here.
--
-- reads  event_rows(idlink_va, idvisit, server_time, action_type, action_url, custom_var_v2, identifier, asset, mapped)
select event_rows.*, cast(null as varchar) as dropped
from event_rows
