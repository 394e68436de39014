-- How many events were stored after one with a given idlink_va, by site and the second in which they happened.
-- The primary key, or index (idsite, server_time): whichever leaves fewer rows.
select idsite, timestampdiff(second, '1970-01-01', server_time) as happened, count(*)
from ${prefix}log_link_visit_action
where idlink_va > ?
  and idsite between ? and ?
  and server_time between ? and ?
group by idsite, happened
