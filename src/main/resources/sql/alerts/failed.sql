update alert_message
set tries = tries + 1, last_error = ?, not_before = date_add(utc_timestamp(6), interval ? second)
where alert_id = ? and channel = ? and kind = ?
