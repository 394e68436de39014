update attempt
set ended_at = utc_timestamp(6), outcome = ?, error_code = ?, error_message = ?
where item_id = ? and number = ? and outcome = 'RUNNING'
