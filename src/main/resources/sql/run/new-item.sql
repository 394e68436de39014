insert ignore into work_item (pipeline, subject, unit, variant, run_id, period_from, period_to, state, priority, not_before,
                       rules_version, code_version, waits_for, allow_incomplete, created_at, updated_at)
values (?, ?, ?, ?, ?, ?, ?, 'READY', ?, utc_timestamp(6), ?, ?, ?, ?, utc_timestamp(6), utc_timestamp(6))
