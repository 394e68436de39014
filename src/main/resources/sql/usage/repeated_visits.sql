-- repeated_visits: the visits that are in several parts. Read by read_visits.
--
-- reads  visit_rows(idvisit)
select idvisit as repeated
from visit_rows
group by idvisit
having count(*) > 1
