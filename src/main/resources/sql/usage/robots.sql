-- robots: drops the events of visits that the rule does not call human.
--
-- reads  events with the visit's columns
-- drops  reason 'robot'
-- rule   is_human(…): made at start from usage.robots.rule; total_time and avg_action_time in seconds
select events.*,
       coalesce(dropped, case when not is_human(
           idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions, country, total_time,
           avg_action_time) then 'robot' end) as dropped_next
from events
