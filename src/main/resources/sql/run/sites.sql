-- The sites that schedules plan for.
select site_id from source order by site_id
