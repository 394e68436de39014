-- assets: drops what is no use of an item: thumbnails, extracted texts, and events without a page.
--
-- reads  events(asset)
-- drops  events without a URL, reason 'no-url'; URLs that the rule calls an asset, reason 'asset'
-- rule   asset: what is_asset(action_url), made from usage.assets.*, says of the URL; null without one. Written when
--        the event was extracted, or computed where the part was written under another rule or has none
select events.*,
       coalesce(dropped, case when asset is null then 'no-url' when asset then 'asset' end) as dropped_next
from events
