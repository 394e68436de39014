-- Its worker, if it has one, finds the state changed at the next heart-beat.
update work_item
set state = 'CANCELLED', worker = null, lease_until = null, updated_at = utc_timestamp(6)
where id = ? and state in ('READY', 'RUNNING', 'RETRY', 'DEAD')
