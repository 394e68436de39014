-- items: the documents' figures, an item's countries together.
select identifier, item_country, country, views, outlinks, downloads, conversions
from aggregate
order by identifier, country nulls first
