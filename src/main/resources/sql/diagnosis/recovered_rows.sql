-- recovered_rows: all of them, those of one candidate one after the other.
--
-- reads  recovered
select idlink_va, action_url, existing, candidate, status
from recovered
order by status, candidate, idlink_va
