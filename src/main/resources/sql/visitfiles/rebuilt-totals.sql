-- The visits of all loads. {visits} and {date} are the basis'.
insert into carga_visitas (email, periodo, visitas, primera, ultima)
select e.email, year({date}) * 100 + month({date}) as periodo, sum({visits}), min({date}), max({date})
from estadisticas e
where {visits} > 0
group by e.email, periodo
