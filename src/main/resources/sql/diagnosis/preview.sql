-- preview: the rows with how many raw identifiers share each item, in an order that puts those of an item together.
--
-- reads  preview_rows
select raw, mapped, problem, events, visits,
       case when mapped is null then 0 else count(*) over (partition by mapped) end as spellings
from preview_rows
where raw is not null or problem is not null
order by mapped nulls last, raw nulls last
