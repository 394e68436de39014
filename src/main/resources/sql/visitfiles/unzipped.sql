-- Copies that belong into a zip: of what has ended, of what only waits for its removal, and of what was given up after it
-- was fetched. Index uk_descubierto, by the source.
select *
from bitacora_control
where fuente = :source and zip_respaldo is null
  and (ruta_respaldo is not null and (fin is not null or etapa = 'PENDIENTE_BORRADO')
      or estatus = 'FALLO_SISTEMA' and fin is not null and sha256 is not null)
order by id_carga
