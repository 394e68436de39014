-- Index k_bc_etapa, and the primary key of work_item.
select b.*, w.error_code, w.error_message
from bitacora_control b
join work_item w on w.id = b.item_id
where b.fuente = :source
  and b.etapa in ('EN_COLA', 'DESCARGANDO', 'DESCARGADO', 'VALIDANDO', 'CARGANDO', 'CARGADO', 'RESPALDADO',
      'BORRADO_ORIGEN')
  and w.state in ('DEAD', 'CANCELLED')
order by b.id_carga
