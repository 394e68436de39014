insert ignore into run_item (run_id, item_id)
select ?, id from work_item where pipeline = ? and subject = ? and unit = ? and variant = ?
