-- sessions: one row per visit and item, with its COUNTER figures: spellings that usage.count told apart come together,
-- as a unique investigation or request is one of the item, however it is spelt.
--
-- reads  metrics
-- gives  sessions(dropped, idvisit, identifier, country, events, views, outlinks, downloads, conversions,
--        total_item_investigations, unique_item_investigations, total_item_requests, unique_item_requests)
-- rule   spellings_apart(): whether metrics may have several rows of a visit and item
-- source COUNTER 5.1 §7.3: a unique figure counts sessions; Matomo's visit is one that is logged, and its key is the
--        visit and the date
select dropped, idvisit, identifier, country, events, views, outlinks, downloads, conversions,
       total_item_investigations, cast(bit_count(investigation_days) as bigint) as unique_item_investigations,
       total_item_requests, cast(bit_count(request_days) as bigint) as unique_item_requests
from (
    select dropped, idvisit, identifier, country, events, views, outlinks, downloads, conversions,
           total_item_investigations, investigation_days, total_item_requests, request_days
    from metrics
    where not spellings_apart()
    union all
    select dropped, idvisit, identifier, country, sum(events), sum(views), sum(outlinks), sum(downloads),
           sum(conversions), sum(total_item_investigations), bit_or(investigation_days), sum(total_item_requests),
           bit_or(request_days)
    from metrics
    where spellings_apart()
    group by dropped, idvisit, identifier, country) visited
