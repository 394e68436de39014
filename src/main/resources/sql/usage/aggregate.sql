-- aggregate: per item and visitor country. An item's totals are the sums over its countries.
--
-- reads  sessions
-- gives  aggregate(dropped, identifier, country, events, and the eight figures): dropped events are one row per reason
select dropped, identifier, country,
       cast(sum(events) as bigint) as events,
       cast(sum(views) as bigint) as views,
       cast(sum(outlinks) as bigint) as outlinks,
       cast(sum(downloads) as bigint) as downloads,
       cast(sum(conversions) as bigint) as conversions,
       cast(sum(total_item_investigations) as bigint) as total_item_investigations,
       cast(sum(unique_item_investigations) as bigint) as unique_item_investigations,
       cast(sum(total_item_requests) as bigint) as total_item_requests,
       cast(sum(unique_item_requests) as bigint) as unique_item_requests
from sessions
group by dropped, identifier, country
