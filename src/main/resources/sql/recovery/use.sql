-- Parameters: site, first day of the month, who. A month that uses them already keeps who asked, and when.
insert into recovery (site_id, month, in_use, changed_by, changed_at)
values (?, ?, true, ?, utc_timestamp(6))
on duplicate key update changed_by = if(in_use, changed_by, values(changed_by)),
    changed_at = if(in_use, changed_at, values(changed_at)), in_use = true
