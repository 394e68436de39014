-- Files whose content is in no table, as it was taken out, held or refused: nobody knows which addresses it has.
-- index: archivo_cargado by primary key
select f.*
from bitacora_control f
left join archivo_cargado a on a.fuente = f.fuente and a.sha256_canonico = f.sha256_canonico
where a.id_carga is null
order by f.id_carga
