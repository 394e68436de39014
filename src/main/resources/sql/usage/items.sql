-- items: the documents' figures. The rows of an item have one bucket and follow each other; two items may share a bucket.
--
-- rule   an item's country is 'XX' when nobody knows it; bucket(…): a number made of the text
select bucket(aggregate.identifier) as bucket,
       aggregate.identifier,
       coalesce(item_countries.item_country, case when source_type() <> 'L' then nullif(source_country(), '') end, 'XX')
           as item_country,
       country, views, outlinks, downloads, conversions, total_item_investigations, unique_item_investigations,
       total_item_requests, unique_item_requests
from aggregate
left join item_countries on item_countries.identifier = aggregate.identifier
where dropped is null
order by bucket
