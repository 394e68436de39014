-- A dead letter ends when its item is opened again, done or cancelled.
update dead_letter
set resolution = ?, resolved_at = utc_timestamp(6)
where item_id = ? and resolution is null
