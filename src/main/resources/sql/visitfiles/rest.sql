-- From the rows that are left. A statement of its own, as this one alone reads `estadisticas` without locks: the loads that
-- wait for the visitors have rows there. {visits} and {date} are the basis'.
-- index: carga_visitas by primary key, k_est_email
insert into carga_resto (email, primera, ultima, carga, visitas)
select e.email, min({date}), max({date}), max(e.id_carga), sum({visits})
from (select distinct email from carga_visitas) t
join estadisticas e on e.email = t.email
where {visits} > 0
group by e.email
