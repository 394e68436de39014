-- proposals: every event with the identifier that its URL proposes, and what becomes of the proposal, the first that
-- fits. Nothing that is there is ever replaced.
--
-- reads  events(identifier, mapped, …), as they were read; handles, candidates
-- gives  candidate, item and recovery; recovery is null for rows that were not read for the period, or have no number
select events.*, candidate, item,
       case
           when dropped is not null or idlink_va is null then null
           when identifier <> '' then
               case when candidate is null or item = mapped then 'already_present' else 'existing_mismatch' end
           when recovery_prefix() is null then 'missing_prefix'
           when handle is null then 'unresolved_url'
           when doubtful then 'ambiguous_action_mapping'
           else 'reconstructed' end as recovery
from events
left join handles on handles.action_url = events.action_url
left join candidates on candidates.action_url = events.action_url
