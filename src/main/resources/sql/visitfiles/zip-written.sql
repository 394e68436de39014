insert into respaldo_zip (fecha, ruta, sha256, entradas, bytes, verificado_en, expira_en)
values (:day, :path, :sha256, :entries, :bytes, utc_timestamp(3), :expires)
on duplicate key update ruta = values(ruta), sha256 = values(sha256), entradas = values(entradas), bytes = values(bytes),
    verificado_en = values(verificado_en), expira_en = values(expira_en), borrado_en = null
