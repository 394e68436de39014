delete m
from visitante_mes m
left join visitantes v on v.id_visitante = m.id_visitante
left join carga_visitas t on t.email = v.email and t.periodo = m.periodo
where t.email is null
