-- AL-08: files of the last days with a great share of rows with errors. Index k_bc_fin.
select c.fuente as source, c.fin as at,
       concat(c.nombre_archivo, ': ', c.filas_error, ' of ', c.filas_leidas, ' rows') as what, true as certain
from bitacora_control c
where c.fin >= :eventsSince and c.estatus = 'COMPLETADO_CON_ERRORES' and c.filas_error > :errorRatio * c.filas_leidas
  and c.fuente in (:sources)
order by c.id_carga
