-- What the ledger knows of a pipeline in a span of days. Index work_item_key.
select id, subject, unit, state, rules_version, inputs, run_id, allow_incomplete
from work_item
where pipeline = ? and variant = ? and period_from >= ? and period_to <= ?
