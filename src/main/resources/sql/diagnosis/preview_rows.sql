-- preview_rows: what the rules make of every raw identifier that comes as far as the identifiers' filter.
--
-- reads  events
-- gives  preview_rows(raw, mapped, problem, events, visits); raw is null for the events without one
-- rule   identifiers_at(): the place of that filter among the filters
select raw_identifier as raw,
       case when dropped is null or dropped_at > identifiers_at() then identifier end as mapped,
       case when dropped_at = identifiers_at() then dropped end as problem,
       count(*) as events,
       count(distinct idvisit) as visits
from events
where dropped is null or dropped_at >= identifiers_at()
group by 1, 2, 3
