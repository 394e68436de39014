-- Files that are not settled: an operator must look, or they are tried again by themselves. Oldest first. Indexes
-- k_bc_estatus, k_bc_etapa.
select *
from bitacora_control
where estatus = 'FALLO_SISTEMA' and (requiere_intervencion = 1 or proximo_reintento is not null)
   or etapa in ('PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO') and estatus <> 'RETIRADO'
   or estatus = 'FALLO_LAYOUT' and etapa = 'CUARENTENA'
order by id_carga
limit :limit
