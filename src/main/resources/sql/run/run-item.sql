insert ignore into run_item (run_id, item_id) values (?, ?)
