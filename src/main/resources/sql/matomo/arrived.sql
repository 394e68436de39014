-- The days of which rows have come since a row was written, in whatever order they happened. Matomo's primary key.
select idsite, cast(date(server_time) as char) as day
from ${prefix}log_link_visit_action
where idlink_va > ? and server_time >= '1000-01-01'
group by idsite, day
