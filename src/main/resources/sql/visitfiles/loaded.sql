-- The file is loaded, if it is still ours.
update bitacora_control
set estatus = :status, etapa = 'CARGADO', codigo_fallo = null, mensaje_fallo = null, cargado_en = utc_timestamp(3),
    filas_leidas = :read, filas_validas = :valid, filas_error = :rejected, filas_advertencia = :warned,
    visitantes_nuevos = :new, visitantes_actualizados = :known, requiere_intervencion = 0, proximo_reintento = null
where id_carga = :load and ficha = :token
