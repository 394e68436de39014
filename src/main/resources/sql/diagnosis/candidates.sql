-- candidates: the identifier that each URL with a handle proposes, and whether that is to be believed.
--
-- reads  events, handles
-- gives  candidates(action_url, candidate, item, doubtful): doubtful when the URL has several handles, or events of it have
--        the identifier of another item already
-- rule   recovery_prefix(): the source's identifier_prefix, null without one; mapped_identifier(…)
select proposed.action_url, candidate, item,
       several or exists (
           select 1
           from events
           where events.action_url = proposed.action_url and dropped_at is distinct from 0
                 and raw_identifier <> '' and events.identifier <> item) as doubtful
from (
    select action_url, several, recovery_prefix() || ':' || handle as candidate,
           mapped_identifier(recovery_prefix() || ':' || handle) as item
    from handles
    where handle is not null and recovery_prefix() is not null) proposed
