-- Puts the visitors right; who is known keeps the id.
insert into visitantes (
    id_visitante, email, fechaPrimeraVisita, fechaUltimaVisita, visitasTotales, visitasAnioActual, visitasMesActual,
    periodo_ref, ultima_carga, creado_en, actualizado_en)
select max(v.id_visitante), t.email, min(t.primera), max(t.ultima), sum(t.visitas),
       sum(if(t.periodo div 100 = :period div 100, t.visitas, 0)),
       sum(if(t.periodo = :period, t.visitas, 0)),
       :period, (select max(e.id_carga) from estadisticas e where e.email = t.email), utc_timestamp(3), utc_timestamp(3)
from carga_visitas t
left join visitantes v on v.email = t.email
group by t.email
order by t.email
on duplicate key update
    fechaPrimeraVisita = values(fechaPrimeraVisita),
    fechaUltimaVisita = values(fechaUltimaVisita),
    visitasTotales = values(visitasTotales),
    visitasAnioActual = values(visitasAnioActual),
    visitasMesActual = values(visitasMesActual),
    periodo_ref = values(periodo_ref),
    actualizado_en = values(actualizado_en)
