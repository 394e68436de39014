-- Items that wait under rules that nobody has any more. Index work_item_claim.
update work_item
set rules_version = ?, updated_at = utc_timestamp(6)
where pipeline = ? and variant = '' and state in ('READY', 'RETRY') and rules_version <> ?
