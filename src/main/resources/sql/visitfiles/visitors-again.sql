-- Dates and numbers of the visitors without the load: carga_resto, and this year's and month's from the months.
-- index: carga_resto, uk_vis_email, visitante_mes by primary key
update carga_resto q
straight_join visitantes v on v.email = q.email
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
