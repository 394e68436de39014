-- How many events a site has on a day: the rows that its extraction copies. Index (idsite, server_time) of Matomo.
select count(*)
from ${prefix}log_link_visit_action
where idsite = ? and server_time >= ? and server_time < ?
