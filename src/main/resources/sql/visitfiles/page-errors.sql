-- A file's errors in the order of its lines. An empty code is no filter. Primary key.
select num_linea, codigo, codigos, columna, valor, mensaje, left(fila_original, :letters) as fila_original
from errores
where id_carga = :id and num_linea > :after and (:code = '' or codigo = :code)
order by num_linea
limit :limit
