-- explained_conversions: what the visits that count as conversions did beside viewing.
--
-- reads  metrics, explained_items
select cast(coalesce(sum(case when downloads > 0 and outlinks = 0 then conversions end), 0) as bigint) as downloaded,
       cast(coalesce(sum(case when downloads = 0 and outlinks > 0 then conversions end), 0) as bigint) as followed,
       cast(coalesce(sum(case when downloads > 0 and outlinks > 0 then conversions end), 0) as bigint) as did_both
from metrics
where dropped is null and (asked() is null or identifier in (select identifier from explained_items))
