-- assets: drops what is no use of an item: thumbnails, extracted texts, and events without a page.
--
-- reads  events(action_url)
-- drops  events without a URL, reason 'no-url'; URLs that the rule calls an asset, reason 'asset'
-- rule   is_asset(url): made at start from usage.assets.*
select events.*,
       coalesce(dropped, case when action_url is null then 'no-url'
                              when is_asset(action_url) then 'asset' end) as dropped_next
from events
