-- A.7.5, nightly: visitors of the loads since a time whose numbers are not those of the rows; at most 100 (Visitors.MOST_NAMED). {visits} is the basis'.
-- index: k_est_email, uk_vis_email, visitante_mes by primary key
select t.email
from (select distinct r.email
      from archivo_cargado a
      join estadisticas r on r.id_carga = a.id_carga
      where a.cargado_en >= :since) t
left join visitantes v on v.email = t.email
left join (select m.id_visitante, sum(m.visitas) as visitas from visitante_mes m group by m.id_visitante) m
    on m.id_visitante = v.id_visitante
where coalesce(v.visitasTotales, 0) <> (select coalesce(sum({visits}), 0) from estadisticas e where e.email = t.email)
   or coalesce(v.visitasTotales, 0) <> coalesce(m.visitas, 0)
   or v.fechaUltimaVisita < v.fechaPrimeraVisita
limit 100
