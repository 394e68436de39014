-- An operator lets an item be tried again, under the rules of today.
update work_item
set state = 'READY', not_before = utc_timestamp(6), failures = 0, rules_version = ?, error_code = null,
    error_message = null, updated_at = utc_timestamp(6)
where id = ? and state in ('READY', 'RETRY', 'DEAD', 'CANCELLED')
