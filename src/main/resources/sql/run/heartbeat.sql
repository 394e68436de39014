-- No row: the lease is lost. One that has ended stays ended: its place under the limits may be taken.
update work_item
set lease_until = date_add(utc_timestamp(6), interval ? microsecond), updated_at = utc_timestamp(6)
where id = ? and token = ? and state = 'RUNNING' and lease_until >= utc_timestamp(6)
