-- Open dead letters by pipeline and code, without dry runs. Index dead_letter_open.
select i.pipeline, d.code, count(*) as letters
from dead_letter d join work_item i on i.id = d.item_id
where d.resolution is null and i.variant = ''
group by i.pipeline, d.code
