-- enrich: gives every event its visit.
--
-- reads  events(idvisit, identifier, …), visits(idvisit, country, human, total_time, …)
-- gives  raw_identifier and the visit's columns
-- drops  events whose visit is not there, reason 'no-visit'
select events.*,
       events.identifier as raw_identifier,
       visits.country,
       visits.visit_first_action_time,
       visits.visit_last_action_time,
       visits.visit_total_actions,
       visits.total_time,
       visits.avg_action_time,
       visits.human,
       coalesce(dropped, case when visits.idvisit is null then 'no-visit' end) as dropped_next
from events
left join visits on visits.idvisit = events.idvisit
