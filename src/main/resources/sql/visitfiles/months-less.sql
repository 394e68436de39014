-- index: carga_visitas, uk_vis_email, visitante_mes by primary key
update visitante_mes m
join visitantes v on v.id_visitante = m.id_visitante
join carga_visitas t on t.email = v.email and t.periodo = m.periodo
set m.visitas = m.visitas - t.visitas
