select state, pipeline, attempts from work_item where id = ? for update
