-- The statement sets from left to right: what depends on the status comes before it. What was loaded and comes again
-- keeps its end; what had failed without a backup of its own goes
-- into another zip than that of its failure. Only a scheduled run costs a file one of
-- its days. Primary keys.
update bitacora_control
set ficha = :token, run_id = :run, item_id = :item,
    inicio = coalesce(inicio, utc_timestamp(3)),
    intentos_flujo = intentos_flujo + 1,
    dias_reintento = dias_reintento + (estatus = 'FALLO_SISTEMA' and coalesce(proximo_reintento <= :today, false)
        and exists (select 1 from run r where r.id = :run and r.requested_by = 'schedule')),
    proximo_reintento = null,
    requiere_intervencion = 0,
    fin = case when estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES', 'OMITIDO_DUPLICADO') then fin end,
    zip_respaldo = case when estatus = 'FALLO_SISTEMA' and ruta_respaldo is null then null else zip_respaldo end,
    etapa = case when estatus in ('FALLO_SISTEMA', 'FALLO_LAYOUT', 'RETIRADO') then 'EN_COLA' else etapa end,
    codigo_fallo = case when estatus in ('FALLO_SISTEMA', 'FALLO_LAYOUT', 'RETIRADO') then null else codigo_fallo end,
    mensaje_fallo = case when estatus in ('FALLO_SISTEMA', 'FALLO_LAYOUT', 'RETIRADO') then null else mensaje_fallo end,
    estatus = case when estatus in ('FALLO_SISTEMA', 'FALLO_LAYOUT', 'RETIRADO') then 'EN_PROCESO' else estatus end
where id_carga = :id and ficha < :token
