-- Files of all days that wait for something now. Index k_bc_etapa.
select coalesce(sum(etapa = 'PENDIENTE_RESPALDO'), 0) as sin_respaldo,
       coalesce(sum(etapa = 'PENDIENTE_BORRADO'), 0) as sin_borrar,
       coalesce(sum(etapa = 'CUARENTENA'), 0) as en_cuarentena
from bitacora_control
where etapa in ('PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO', 'CUARENTENA') and estatus <> 'RETIRADO'
