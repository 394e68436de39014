-- AL-13: files of the last days whose content or whose name had been loaded before. Index k_bc_fin, uk_descubierto.
select c.fuente as source, c.fin as at,
       concat(c.nombre_archivo, if(c.estatus = 'OMITIDO_DUPLICADO',
              concat(' has the content of load ', c.id_carga_original), ' was loaded before with other content')) as what,
       true as certain
from bitacora_control c
where c.fin >= :eventsSince and c.fuente in (:sources)
  and (c.estatus = 'OMITIDO_DUPLICADO'
      or c.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES') and exists (
          select 1 from bitacora_control o
          join archivo_cargado a on a.id_carga = o.id_carga
          where o.fuente = c.fuente and o.nombre_archivo = c.nombre_archivo and o.id_carga < c.id_carga))
order by c.id_carga
