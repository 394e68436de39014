-- INVARIANT: the token only grows, even if the clock goes back or the ledger was made anew.
update work_item
set state = 'RUNNING', token = ?, attempts = ?, failures = ?, worker = ?,
    lease_until = date_add(utc_timestamp(6), interval ? microsecond),
    rules_version = ?, code_version = ?, updated_at = utc_timestamp(6)
where id = ?
