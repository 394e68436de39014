-- aggregate: per item and visitor country. An item's totals are the sums over its countries.
--
-- reads  metrics
-- gives  aggregate(identifier, item_country, country, views, outlinks, downloads, conversions)
-- rule   an item's country is that of the last event that has one; of several spellings counted apart, the first
--        visited that has one; 'XX' when none has
select hits.identifier,
       coalesce(items.item_country, 'XX') as item_country,
       hits.country,
       cast(sum(hits.views) as bigint) as views,
       cast(sum(hits.outlinks) as bigint) as outlinks,
       cast(sum(hits.downloads) as bigint) as downloads,
       cast(sum(hits.conversions) as bigint) as conversions
from metrics hits
left join (
    select identifier, min_by(item_country, ordered_pair(first_visit, counted)) as item_country
    from (
        select identifier, counted,
               max_by(item_country, item_order) filter (where item_country is not null) as item_country,
               min(idvisit) as first_visit
        from metrics
        where dropped is null
        group by identifier, counted) spellings
    where item_country is not null
    group by identifier) items on items.identifier = hits.identifier
where hits.dropped is null
group by hits.identifier, items.item_country, hits.country
