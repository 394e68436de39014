-- visit_counts: the visits that came in, and those that the robots rule calls human.
select count(*) as visits,
       coalesce(sum(case when is_human(
           idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions, country, total_time,
           avg_action_time) then 1 else 0 end), 0) as humans
from visits
