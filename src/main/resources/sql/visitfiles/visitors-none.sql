-- Who has no visits left.
-- index: carga_visitas, uk_vis_email, visitante_mes by primary key
delete v
from visitantes v
join carga_visitas t on t.email = v.email
left join visitante_mes m on m.id_visitante = v.id_visitante
where m.id_visitante is null
