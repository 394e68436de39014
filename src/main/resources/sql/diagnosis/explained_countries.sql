-- explained_countries: the figures of the items as their documents have them, by the visitor's country.
--
-- reads  aggregate, explained_items
select country,
       cast(sum(events) as bigint) as events,
       cast(sum(views) as bigint) as views,
       cast(sum(outlinks) as bigint) as outlinks,
       cast(sum(downloads) as bigint) as downloads,
       cast(sum(conversions) as bigint) as conversions,
       cast(sum(total_item_investigations) as bigint) as total_item_investigations,
       cast(sum(unique_item_investigations) as bigint) as unique_item_investigations,
       cast(sum(total_item_requests) as bigint) as total_item_requests,
       cast(sum(unique_item_requests) as bigint) as unique_item_requests
from aggregate
where dropped is null and (asked() is null or identifier in (select identifier from explained_items))
group by country
order by country
