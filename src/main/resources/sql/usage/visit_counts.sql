-- visit_counts: the visits that came in, and those that the robots rule calls human.
select count(*) as visits,
       cast(coalesce(sum(case when human then 1 else 0 end), 0) as bigint) as humans
from visits
