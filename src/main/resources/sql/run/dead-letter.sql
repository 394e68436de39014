insert into dead_letter (item_id, attempts, code, message, created_at) values (?, ?, ?, ?, utc_timestamp(6))
