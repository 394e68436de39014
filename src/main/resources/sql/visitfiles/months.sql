-- Adds carga_visitas to the months of the visitors, whose rows the transaction has locked.
-- index: carga_visitas by primary key, uk_vis_email, visitante_mes by primary key
insert into visitante_mes (id_visitante, periodo, visitas)
select v.id_visitante, t.periodo, t.visitas
from carga_visitas t
join visitantes v on v.email = t.email
on duplicate key update visitas = visitante_mes.visitas + values(visitas)
