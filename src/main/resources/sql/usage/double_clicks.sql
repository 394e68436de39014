-- double_clicks: the events that a later one on the same URL in the same visit, at most 30 s after, takes the place of.
-- The window slides: of a chain the last stays. They count in no COUNTER figure, and in all others as ever.
--
-- reads  events
-- gives  double_clicks(replaced): their idlink_va
-- rule   bucket(…) stands for the URL, as sorting texts is dear: that two URLs which a visit clicks within 30 s share
--        one of its 63 bits happens once in 10^18 pairs
-- source COUNTER Code of Practice 5.1 §7.2; for Matomo the visit is the user, and types 1, 2 and 3 are its investigations
select idlink_va as replaced
from (
    select idlink_va, server_time,
           lead(server_time) over (partition by idvisit, bucket(action_url) order by server_time, idlink_va) as again
    from events
    where dropped is null and identifier is not null and action_type in (1, 2, 3)) clicks
where millis_between(server_time, again) <= 30000
