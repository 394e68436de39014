-- AL-10: loaded files that have waited long for their copy or for their removal at the source. Index k_bc_etapa.
select c.fuente as source, null as at,
       concat(c.nombre_archivo, if(c.etapa in ('CARGADO', 'PENDIENTE_RESPALDO'), ' is not backed up', ' is not removed at its source')) as what,
       true as certain
from bitacora_control c
where c.etapa in ('CARGADO', 'RESPALDADO', 'PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO')
  and coalesce(c.cargado_en, c.descargado_en) < :pendingSince and c.fuente in (:sources)
order by c.id_carga
