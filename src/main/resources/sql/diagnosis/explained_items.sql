-- explained_items: the items that somebody means who gives an identifier: the identifier itself, what the source's rule
-- makes of it, and what the stages made of it where an event has it as its raw one.
--
-- reads  events, identifier_map
-- rule   asked(): what was given; null for the whole site
select asked() as identifier
union
select mapped_identifier(coalesce(
    (select min(new_identifier) from identifier_map where old_identifier = asked()), asked()))
union
select identifier
from events
where raw_identifier = asked()
