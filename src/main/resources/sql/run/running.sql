-- How many items of a pipeline are under a valid lease. Index work_item_claim.
select count(*) from work_item
where pipeline = ? and state = 'RUNNING' and lease_until between utc_timestamp(6) and utc_timestamp(6) + interval 1 day
