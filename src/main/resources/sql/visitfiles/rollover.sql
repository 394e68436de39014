-- The same for all visitors of a range of ids, on other months. Its reader has locked them before: what the months have is
-- read as of the start of this statement.
-- index: visitantes and visitante_mes by primary key
update visitantes v
set v.visitasAnioActual = coalesce((select sum(m.visitas) from visitante_mes m where m.id_visitante = v.id_visitante
        and m.periodo between :period div 100 * 100 + 1 and :period div 100 * 100 + 12), 0),
    v.visitasMesActual = coalesce((select m.visitas from visitante_mes m where m.id_visitante = v.id_visitante
        and m.periodo = :period), 0),
    v.periodo_ref = :period
where v.id_visitante >= :from and v.id_visitante < :to and v.periodo_ref <> :period
