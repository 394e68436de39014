insert into visitante_mes (id_visitante, periodo, visitas)
select v.id_visitante, t.periodo, t.visitas
from carga_visitas t
join visitantes v on v.email = t.email
on duplicate key update visitas = values(visitas)
