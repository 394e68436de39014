-- The visits that have at least one action on the day, whenever they began or ended: a visit over midnight belongs to
-- both days. Index (idsite, server_time) for the inner part, the primary key of log_visit for the join.
select ${columns}
from (
    select distinct va.idvisit
    from ${prefix}log_link_visit_action va
    where va.idsite = ? and va.server_time >= ? and va.server_time < ?) day
join ${prefix}log_visit v on v.idvisit = day.idvisit
order by v.idvisit
