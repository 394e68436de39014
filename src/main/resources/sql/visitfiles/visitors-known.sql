-- Adds carga_visitas to the visitors that are known; they are locked in the order of the e-mails. The counters of this year
-- and month are of periodo_ref; those of a row of another one are counted anew by current.sql. ultima_carga says who
-- was known; no row has it before, not even of a load that was taken out.
-- index: carga_visitas by primary key, uk_vis_email
update carga_visitas t
straight_join visitantes v on v.email = t.email
set v.fechaPrimeraVisita = least(v.fechaPrimeraVisita, t.primera),
    v.fechaUltimaVisita = greatest(v.fechaUltimaVisita, t.ultima),
    v.visitasTotales = v.visitasTotales + t.total,
    v.visitasAnioActual = v.visitasAnioActual + if(v.periodo_ref = :period, t.anio, 0),
    v.visitasMesActual = v.visitasMesActual + if(v.periodo_ref = :period, t.mes, 0),
    v.ultima_carga = :load,
    v.actualizado_en = utc_timestamp(3)
where t.total is not null
