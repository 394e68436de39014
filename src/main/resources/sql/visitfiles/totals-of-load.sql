-- The visits of a load that is in the tables, as carga_visitas has those of one that comes. {visits} and {date} are the basis'.
-- index: estadisticas by primary key
insert into carga_visitas (email, periodo, visitas, primera, ultima)
select e.email, year({date}) * 100 + month({date}) as periodo, sum({visits}), min({date}), max({date})
from estadisticas e
where e.id_carga = :load and {visits} > 0
group by e.email, periodo
