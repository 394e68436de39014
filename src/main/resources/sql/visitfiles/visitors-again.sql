-- What the visitors of carga_visitas have without it: dates from the rows that are left, numbers from the months.
-- index: carga_visitas, k_est_email, uk_vis_email, visitante_mes by primary key
update visitantes v
join (select e.email, min({date}) as primera, max({date}) as ultima, max(e.id_carga) as carga, sum({visits}) as visitas
      from (select distinct email from carga_visitas) t
      join estadisticas e on e.email = t.email
      where {visits} > 0
      group by e.email) q on q.email = v.email
set v.fechaPrimeraVisita = q.primera,
    v.fechaUltimaVisita = q.ultima,
    v.ultima_carga = q.carga,
    v.visitasTotales = q.visitas,
    v.visitasAnioActual = coalesce((select sum(m.visitas) from visitante_mes m where m.id_visitante = v.id_visitante
        and m.periodo between :period div 100 * 100 + 1 and :period div 100 * 100 + 12), 0),
    v.visitasMesActual = coalesce((select m.visitas from visitante_mes m where m.id_visitante = v.id_visitante
        and m.periodo = :period), 0),
    v.periodo_ref = :period,
    v.actualizado_en = utc_timestamp(3)
