-- The last load of a name with another content.
-- index: uk_descubierto, uk_ac_carga
select max(c.id_carga)
from bitacora_control c
join archivo_cargado a on a.id_carga = c.id_carga
where c.fuente = :source and c.nombre_archivo = :name and c.id_carga <> :load
