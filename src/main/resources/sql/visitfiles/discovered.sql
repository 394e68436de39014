-- A file that was listed for the first time; another instance may have been faster.
insert into bitacora_control (
    fuente, nombre_archivo, consecutivo, ruta_origen, tamano_origen, mtime_origen, estatus, etapa, descubierto_en,
    version_layout, version_app)
values (:source, :name, :number, :path, :size, :modified, 'EN_PROCESO', 'DESCUBIERTO', utc_timestamp(3), :layout, :app)
on duplicate key update id_carga = id_carga
