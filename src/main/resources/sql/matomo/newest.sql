-- The greatest number of an event: what is stored from now on has a greater one. Matomo's primary key.
select coalesce(max(idlink_va), 0)
from ${prefix}log_link_visit_action
