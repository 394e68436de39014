-- mapped_identifiers: what each identifier of the parts is mapped and normalised to, computed once however many events
-- have it. Used for parts that do not bring it along (docs/usage.md).
--
-- reads  raw_identifiers(identifier), identifier_map(old_identifier, new_identifier)
-- rule   mapped_identifier(…): the source's pattern and the normalisation
select identifier as raw,
       mapped_identifier(coalesce(identifier_map.new_identifier, identifier)) as mapped
from (
    select distinct identifier
    from raw_identifiers
    where identifier is not null) raws
left join identifier_map on identifier_map.old_identifier = raws.identifier
