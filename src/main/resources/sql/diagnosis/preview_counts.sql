-- preview_counts: the identifiers by what becomes of them.
--
-- reads  preview_rows
select count(raw) as processed,
       count(*) filter (where mapped is not null and mapped <> raw) as changed,
       count(*) filter (where mapped is not null and mapped = raw) as unchanged,
       count(*) filter (where raw is not null and mapped is null) as rejected,
       count(distinct mapped) as items,
       count(*) filter (where mapped is not null) - count(distinct mapped) as merged
from preview_rows
