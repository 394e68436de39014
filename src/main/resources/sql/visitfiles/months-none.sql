-- index: carga_visitas, uk_vis_email, visitante_mes by primary key
delete m
from visitante_mes m
join visitantes v on v.id_visitante = m.id_visitante
join carga_visitas t on t.email = v.email and t.periodo = m.periodo
where m.visitas = 0
