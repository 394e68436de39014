-- explained_fates: events and visits by what became of them. A visit of which an event is kept is kept; any other is
-- where its last event was dropped, by the order of the stages.
--
-- reads  explained
select fate_at, fate, cast(sum(events) as bigint) as events, cast(sum(visits) as bigint) as visits
from (
    select coalesce(dropped_at, -1) as fate_at, dropped as fate, events, 0 as visits
    from explained
    union all
    select case when kept then -1 else last_at end, case when kept then null else last_dropped end, 0, 1
    from (
        select idvisit,
               bool_or(dropped is null) as kept,
               max(dropped_at) as last_at,
               max_by(dropped, ordered_pair(dropped_at, dropped)) as last_dropped
        from explained
        group by idvisit) visits) fates
group by fate_at, fate
order by fate_at, fate
