-- identifiers: maps and normalises the item's identifier.
--
-- reads  events(identifier), identifier_map(old_identifier, new_identifier)
-- drops  events without one, reason 'no-identifier'; blank ones, reason 'blank-identifier' (usage.identifiers.blank);
--        ones that usage.identifiers.pattern does not allow, reason 'identifier-pattern'
-- rule   mapped_identifier(…): the source's pattern and the normalisation; identifier_problem(…)
select mapped.*,
       mapped_now as identifier_next,
       coalesce(dropped, case when mapped_now is null then 'no-identifier'
                              else identifier_problem(mapped_now) end) as dropped_next
from (
    select events.*,
           mapped_identifier(coalesce(identifier_map.new_identifier, events.identifier)) as mapped_now
    from events
    left join identifier_map on identifier_map.old_identifier = events.identifier) mapped
