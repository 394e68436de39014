-- Counts this year and this month anew for those visitors of carga_visitas whose counters are of another month.
-- index: carga_visitas, uk_vis_email, visitante_mes by primary key
update visitantes v
join (select distinct email from carga_visitas) t on t.email = v.email
set v.visitasAnioActual = coalesce((select sum(m.visitas) from visitante_mes m where m.id_visitante = v.id_visitante
        and m.periodo between :period div 100 * 100 + 1 and :period div 100 * 100 + 12), 0),
    v.visitasMesActual = coalesce((select m.visitas from visitante_mes m where m.id_visitante = v.id_visitante
        and m.periodo = :period), 0),
    v.periodo_ref = :period
where v.periodo_ref <> :period
