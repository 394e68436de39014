-- Report files that have not come to their end, and for how long they are known. Index k_bc_etapa.
select c.fuente as source, c.etapa as stage, count(*) as files,
       timestampdiff(second, min(c.descubierto_en), utc_timestamp()) as oldest
from bitacora_control c
where c.etapa in ('DESCUBIERTO', 'ESTABLE', 'EN_COLA', 'DESCARGANDO', 'DESCARGADO', 'VALIDANDO', 'CARGANDO', 'CARGADO',
      'RESPALDADO', 'BORRADO_ORIGEN', 'PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO', 'CUARENTENA')
group by c.fuente, c.etapa
