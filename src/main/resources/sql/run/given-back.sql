-- A worker that stops in order: the item is ready for the next one at once, and this was no failure.
update work_item
set state = 'READY', worker = null, lease_until = null, updated_at = utc_timestamp(6)
where id = ? and token = ? and state = 'RUNNING'
