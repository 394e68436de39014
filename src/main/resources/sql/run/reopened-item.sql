-- Only from the state that the planner saw: what changed since is left alone.
update work_item
set state = 'READY', run_id = ?, priority = least(?, priority), not_before = utc_timestamp(6), failures = 0,
    rules_version = ?, allow_incomplete = ?, error_code = null, error_message = null, updated_at = utc_timestamp(6)
where id = ? and state = ?
