-- robots: drops the events of visits that the rule does not call human.
--
-- reads  events with the visit's columns
-- drops  reason 'robot'
-- rule   human: what usage.robots.rule says of the visit (read_visits)
select events.*,
       coalesce(dropped, case when not human then 'robot' end) as dropped_next
from events
