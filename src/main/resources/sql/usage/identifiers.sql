-- identifiers: puts the mapped and normalised identifier in the place of the raw one.
--
-- reads  events(mapped): mapped_identifier(identifier), written when the event was extracted, or computed where the
--        part was written under another rule or has none
-- drops  events without one, reason 'no-identifier'; blank ones, reason 'blank-identifier' (usage.identifiers.blank);
--        ones that usage.identifiers.pattern does not allow, reason 'identifier-pattern'
-- rule   identifier_problem(…)
select events.*,
       mapped as identifier_next,
       coalesce(dropped, case when mapped is null then 'no-identifier' else identifier_problem(mapped) end)
           as dropped_next
from events
