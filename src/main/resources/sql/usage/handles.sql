-- handles: the handle in each URL, of those that are stored for the period.
--
-- reads  events, as they were read
-- gives  handles(action_url, handle, several): handle is the first one, null without one; several: others follow it
-- rule   handle_pattern(): its first group is the handle, in the percent-decoded URL
select action_url,
       nullif(regexp_group(percent_decoded(action_url), handle_pattern(), 1), '') as handle,
       distinct_matches(percent_decoded(action_url), handle_pattern(), 1) > 1 as several
from (
    select distinct action_url
    from events
    where action_url is not null and dropped is null) urls
