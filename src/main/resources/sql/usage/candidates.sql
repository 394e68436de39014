-- candidates: the identifier that each URL with a handle proposes, and whether that is to be believed.
--
-- reads  events, as they were read; handles, identifier_map
-- gives  candidates(action_url, candidate, item, doubtful): item is what the candidate is mapped to; doubtful when the URL
--        has several handles, or events of it have the identifier of another item already
-- rule   recovery_prefix(): the source's identifier_prefix, null without one; mapped_identifier(…)
select action_url, candidate, item,
       several or exists (
           select 1
           from events
           where events.action_url = proposed.action_url and dropped is null
                 and identifier <> '' and mapped <> item) as doubtful
from (
    select action_url, several, candidate,
           mapped_identifier(coalesce(identifier_map.new_identifier, candidate)) as item
    from (
        select action_url, several, recovery_prefix() || ':' || handle as candidate
        from handles
        where handle is not null and recovery_prefix() is not null) found
    left join identifier_map on identifier_map.old_identifier = candidate) proposed
