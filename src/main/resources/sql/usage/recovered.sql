-- recovered: gives events that have no identifier the one that their URL proposes, where the proposal is sound.
--
-- reads  events(identifier, mapped, candidate, item, recovery)
select events.*,
       case when recovery = 'reconstructed' then candidate else identifier end as identifier_next,
       case when recovery = 'reconstructed' then item else mapped end as mapped_next
from events
