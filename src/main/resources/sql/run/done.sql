update work_item
set state = 'DONE', failures = 0, worker = null, lease_until = null, inputs = ?, output = ?, rows_in = ?, rows_kept = ?,
    error_code = null, error_message = null, done_at = utc_timestamp(6), updated_at = utc_timestamp(6)
where id = ? and token = ? and state = 'RUNNING'
