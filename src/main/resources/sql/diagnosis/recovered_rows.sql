-- recovered_rows: all of them, those of one candidate one after the other.
--
-- reads  events(candidate, recovery), as sql/usage/proposals.sql gives them
select idlink_va, action_url, nullif(identifier, '') as existing, candidate, recovery
from events
where recovery is not null
order by recovery, candidate, idlink_va
