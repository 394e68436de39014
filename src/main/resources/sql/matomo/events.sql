-- A site's events of one day with their action. Index (idsite, server_time) of Matomo, which is also the order.
-- The join is outer: an event without a page is a row too, and is dropped later, with a reason.
select ${columns}
from ${prefix}log_link_visit_action va
left join ${prefix}log_action a on a.idaction = va.idaction_url
where va.idsite = ? and va.server_time >= ? and va.server_time < ?
order by va.server_time, va.idlink_va
