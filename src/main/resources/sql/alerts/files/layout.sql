-- AL-01: files of another layout that are still in quarantine, and that no later file of the same name has made good.
-- Index k_bc_etapa, uk_descubierto.
select c.fuente as source, c.fin as at, concat(c.nombre_archivo, ' ', c.codigo_fallo) as what, true as certain
from bitacora_control c
where c.etapa = 'CUARENTENA' and c.estatus = 'FALLO_LAYOUT' and c.fin is not null and c.fuente in (:sources)
  and not exists (select 1 from bitacora_control o
      where o.fuente = c.fuente and o.nombre_archivo = c.nombre_archivo and o.id_carga > c.id_carga
        and o.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES'))
order by c.id_carga
