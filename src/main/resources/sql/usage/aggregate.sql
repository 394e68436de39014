-- aggregate: per item and visitor country. An item's totals are the sums over its countries.
--
-- reads  metrics
-- gives  aggregate(dropped, identifier, country, views, outlinks, downloads, conversions, events): dropped events are
--        one row per reason
select dropped, identifier, country,
       cast(sum(views) as bigint) as views,
       cast(sum(outlinks) as bigint) as outlinks,
       cast(sum(downloads) as bigint) as downloads,
       cast(sum(conversions) as bigint) as conversions,
       cast(sum(events) as bigint) as events
from metrics
group by dropped, identifier, country
