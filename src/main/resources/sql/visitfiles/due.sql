-- Index k_bc_estatus, or k_bc_etapa. What was taken out again is left alone.
select *
from bitacora_control
where fuente = :source
  and (estatus = 'FALLO_SISTEMA' and proximo_reintento <= :today
      or etapa in ('PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO') and estatus <> 'RETIRADO')
order by id_carga
