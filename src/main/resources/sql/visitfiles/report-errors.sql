-- The most frequent codes of the files of some days: of rows, and of files that were refused. `ejemplo` is the first
-- such row, file * 2^32 + line. Indexes k_bc_fin, and the primary key of errores.
select e.nivel, e.codigo, count(*) as filas, count(distinct e.id_carga) as archivos,
       min(e.id_carga * 4294967296 + e.num_linea) as ejemplo
from bitacora_control c
join errores e on e.id_carga = c.id_carga
where (c.fin >= :from and c.fin < :to or c.fin is null and c.descubierto_en >= :from and c.descubierto_en < :to)
  and (e.nivel = 'FILA' or c.estatus = 'FALLO_LAYOUT')
group by e.nivel, e.codigo
order by filas desc, e.codigo
limit :limit
