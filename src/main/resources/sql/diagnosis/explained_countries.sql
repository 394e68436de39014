-- explained_countries: the figures of the items as their documents have them, by the visitor's country.
--
-- reads  aggregate, explained_items
select country,
       cast(sum(views) as bigint) as views,
       cast(sum(outlinks) as bigint) as outlinks,
       cast(sum(downloads) as bigint) as downloads,
       cast(sum(conversions) as bigint) as conversions,
       cast(sum(events) as bigint) as events
from aggregate
where dropped is null and (asked() is null or identifier in (select identifier from explained_items))
group by country
order by country
