-- Adds the visitors of carga_visitas that visitors-known.sql has not found; in the order of the e-mails. Who has become
-- known in between by another load is a duplicate.
-- index: carga_visitas by primary key, uk_vis_email
insert into visitantes (
    email, fechaPrimeraVisita, fechaUltimaVisita, visitasTotales, visitasAnioActual, visitasMesActual,
    periodo_ref, ultima_carga, creado_en, actualizado_en)
select t.email, t.primera, t.ultima, t.total, t.anio, t.mes, :period, :load, utc_timestamp(3), utc_timestamp(3)
from carga_visitas t
left join visitantes v on v.email = t.email and v.ultima_carga = :load
where t.total is not null and v.email is null
order by t.email
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
