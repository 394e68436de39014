-- Items that are dead, or that an operator has opened again and that have not come to an end yet: up to ten of each
-- pipeline and code, open dead letters and the youngest first. A report file that failed is told by rule files instead.
-- Index dead_letter_open.
select pipeline, code, subject, unit, message, open_letters
from (
    select i.pipeline, d.code, i.subject, i.unit, d.message,
           sum(d.resolution is null) over (partition by i.pipeline, d.code) as open_letters,
           row_number() over (partition by i.pipeline, d.code
                              order by d.resolution is null desc, d.created_at desc, d.id desc) as place
    from dead_letter d
    join work_item i on i.id = d.item_id and i.variant = '' and i.pipeline <> 'visitfiles'
    where d.resolution is null
       or (d.resolution = 'RETRIED' and i.state in ('READY', 'RUNNING', 'RETRY')
           and (i.done_at is null or i.done_at < d.resolved_at))) letters
where place <= 10
order by pipeline, code, place
