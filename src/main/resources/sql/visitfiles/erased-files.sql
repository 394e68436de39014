-- The files that an address has come in: the loads of its rows and rejected lines, files of the same content, and what
-- they have to do with.
select f.*
from bitacora_control f
where f.id_carga in (:loads)
    or f.sha256_canonico in (select c.sha256_canonico from bitacora_control c where c.id_carga in (:loads))
    or f.id_carga in (select c.id_carga_original from bitacora_control c where c.id_carga in (:loads))
order by f.id_carga
