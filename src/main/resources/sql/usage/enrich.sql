-- enrich: gives every event its visit and its item's country.
--
-- reads  events(idvisit, identifier, custom_var_v2, …), visits(idvisit, country, total_time, …)
-- gives  raw_identifier, item_country, item_order and the visit's columns
-- drops  events whose visit is not there, reason 'no-visit'
-- rule   source_type(), source_country(); item_order(…): which event tells the item's country, from usage.country.item
select events.*,
       events.identifier as raw_identifier,
       case when source_type() = 'L'
            then case when length(custom_var_v2) > 2 then substr(custom_var_v2, 1, 2) end
            else source_country() end as item_country,
       item_order(server_time, idlink_va) as item_order,
       visits.country,
       visits.visit_first_action_time,
       visits.visit_last_action_time,
       visits.visit_total_actions,
       visits.total_time,
       visits.avg_action_time,
       coalesce(dropped, case when visits.idvisit is null then 'no-visit' end) as dropped_next
from events
left join visits on visits.idvisit = events.idvisit
