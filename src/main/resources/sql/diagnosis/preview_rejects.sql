-- preview_rejects: why identifiers are rejected; those of events without one have no raw identifier.
--
-- reads  preview_rows
select problem, count(raw) as identifiers, cast(sum(events) as bigint) as events
from preview_rows
where problem is not null
group by problem
order by problem
