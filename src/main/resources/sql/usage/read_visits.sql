-- read_visits: one row per visit. A visit over midnight is in several days' parts: the row with the latest last action
-- knows most and counts. Visits that are there once, nearly all, are not sorted.
--
-- reads  visit_rows(idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions, location_country)
-- rule   unknown_country(): what a null visitor country counts as, from usage.country.unknown
--        is_human(…): made at start from usage.robots.rule; total_time and avg_action_time in seconds
select visits.*,
       is_human(idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions, country, total_time,
           avg_action_time) as human
from (
    select idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions,
           coalesce(location_country, unknown_country()) as country,
           millis_between(visit_first_action_time, visit_last_action_time) / 1000.0 as total_time,
           millis_between(visit_first_action_time, visit_last_action_time) / 1000.0
               / nullif(visit_total_actions, 0) as avg_action_time
    from (
        select idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions, location_country
        from visit_rows
        left join repeated_visits on repeated_visits.repeated = visit_rows.idvisit
        where repeated_visits.repeated is null and idvisit is not null
        union all
        select idvisit, visit_first_action_time, visit_last_action_time, visit_total_actions, location_country
        from (
            select visit_rows.*,
                   row_number() over (
                       partition by idvisit
                       order by visit_last_action_time desc nulls last, visit_total_actions desc nulls last,
                                visit_first_action_time nulls last, location_country nulls last) as copy
            from visit_rows
            join repeated_visits on repeated_visits.repeated = visit_rows.idvisit) copies
        where copy = 1) single) visits
