-- AL-11: files that have been in quarantine for long, and that no later file of the same name has made good.
-- Index k_bc_etapa, uk_descubierto.
select c.fuente as source, null as at,
       concat(c.nombre_archivo, ' ', c.codigo_fallo, ' since ', date_format(c.fin, '%Y-%m-%d')) as what, true as certain
from bitacora_control c
where c.etapa = 'CUARENTENA' and c.fin < :quarantineSince and c.fuente in (:sources)
  and not exists (select 1 from bitacora_control o
      where o.fuente = c.fuente and o.nombre_archivo = c.nombre_archivo and o.id_carga > c.id_carga
        and o.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES'))
order by c.id_carga
