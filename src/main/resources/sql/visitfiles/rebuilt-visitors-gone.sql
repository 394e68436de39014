delete v
from visitantes v
left join carga_visitas t on t.email = v.email
where t.email is null
