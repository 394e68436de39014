insert into errores (id_carga, num_linea, nivel, codigo, codigos, mensaje, creado_en)
values (:id, 0, 'ARCHIVO', :code, :code, :message, utc_timestamp(3))
on duplicate key update codigo = values(codigo), codigos = values(codigos), mensaje = values(mensaje),
    creado_en = values(creado_en)
