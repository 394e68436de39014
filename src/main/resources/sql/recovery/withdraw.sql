-- Parameters: who, site, the span's first day, the day after it. By the primary key.
update recovery set in_use = false, changed_by = ?, changed_at = utc_timestamp(6)
where site_id = ? and month >= ? and month < ? and in_use
