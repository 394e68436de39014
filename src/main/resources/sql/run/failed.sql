update work_item
set state = ?, failures = ?, worker = null, lease_until = null,
    not_before = date_add(utc_timestamp(6), interval ? microsecond),
    error_code = ?, error_message = ?, updated_at = utc_timestamp(6)
where id = ? and token = ? and state = 'RUNNING'
