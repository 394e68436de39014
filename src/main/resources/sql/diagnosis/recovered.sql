-- recovered: every event with the identifier that its URL proposes, and what becomes of the proposal. Nothing that is
-- there is ever replaced.
--
-- reads  events, handles, candidates
-- gives  recovered(idlink_va, action_url, existing, candidate, status)
select idlink_va, events.action_url,
       nullif(raw_identifier, '') as existing,
       candidate,
       case
           when raw_identifier <> '' then
               case when candidate is null or item = identifier then 'already_present' else 'existing_mismatch' end
           when recovery_prefix() is null then 'missing_prefix'
           when handle is null then 'unresolved_url'
           when doubtful then 'ambiguous_action_mapping'
           else 'reconstructed' end as status
from events
left join handles on handles.action_url = events.action_url
left join candidates on candidates.action_url = events.action_url
where dropped_at is distinct from 0 and idlink_va is not null
