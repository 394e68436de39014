-- explained_spellings: the raw identifiers behind the items.
--
-- reads  explained
select spelling, item,
       cast(sum(events) as bigint) as events,
       cast(coalesce(sum(case when dropped is null then events end), 0) as bigint) as kept
from explained
where spelling is not null
group by spelling, item
order by events desc, spelling, item
