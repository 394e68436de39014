-- Index k_bc_etapa.
select exists (
    select 1 from bitacora_control c
    where c.etapa in ('DESCUBIERTO', 'ESTABLE', 'EN_COLA', 'DESCARGANDO', 'DESCARGADO', 'VALIDANDO', 'CARGANDO', 'CARGADO',
          'RESPALDADO', 'BORRADO_ORIGEN', 'PENDIENTE_RESPALDO', 'PENDIENTE_BORRADO')
      and c.estatus <> 'RETIRADO'
      and c.zip_respaldo = :zip)
