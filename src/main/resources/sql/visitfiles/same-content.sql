-- index: k_bc_sha
select *
from bitacora_control
where sha256_canonico = :hash and fuente = :source and id_carga <> :id
  and (estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES', 'RETIRADO')
      or estatus = 'FALLO_LAYOUT' and version_layout = :layout)
order by estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES') desc, id_carga desc
limit 1
