-- Index k_bc_estatus, or k_bc_etapa.
select *
from bitacora_control
where fuente = :source
  and (estatus = 'FALLO_SISTEMA' and proximo_reintento <= :today
      or etapa in ('PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO'))
order by id_carga
