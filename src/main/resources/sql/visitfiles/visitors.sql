-- Adds carga_visitas to the visitors: new ones first, as a server that locks the table for their ids shall do so before
-- rows are locked, then known ones; both in the order of the e-mails, so all loads lock them in one order. The counters of
-- this year and month are of periodo_ref; those of a row of another one are counted anew by current.sql.
-- The join gives a known visitor's id: a duplicate of the primary key costs a third of one of uk_vis_email, for which
-- the server takes the row out again that it has just put in.
-- index: carga_visitas by primary key, uk_vis_email
insert into visitantes (
    id_visitante, email, fechaPrimeraVisita, fechaUltimaVisita, visitasTotales, visitasAnioActual, visitasMesActual,
    periodo_ref, ultima_carga, creado_en, actualizado_en)
select max(v.id_visitante), t.email, min(t.primera), max(t.ultima), sum(t.visitas),
       sum(if(t.periodo div 100 = :period div 100, t.visitas, 0)),
       sum(if(t.periodo = :period, t.visitas, 0)),
       :period, :load, utc_timestamp(3), utc_timestamp(3)
from carga_visitas t
left join visitantes v on v.email = t.email
group by t.email
order by max(v.id_visitante) is not null, t.email
on duplicate key update
    fechaPrimeraVisita = least(visitantes.fechaPrimeraVisita, values(fechaPrimeraVisita)),
    fechaUltimaVisita = greatest(visitantes.fechaUltimaVisita, values(fechaUltimaVisita)),
    visitasTotales = visitantes.visitasTotales + values(visitasTotales),
    visitasAnioActual = visitantes.visitasAnioActual
        + if(visitantes.periodo_ref = values(periodo_ref), values(visitasAnioActual), 0),
    visitasMesActual = visitantes.visitasMesActual
        + if(visitantes.periodo_ref = values(periodo_ref), values(visitasMesActual), 0),
    ultima_carga = values(ultima_carga),
    actualizado_en = values(actualizado_en)
