-- The most frequent warnings of the files of some days that are loaded. Index k_bc_fin, and the primary key of
-- advertencia_carga.
select w.codigo, sum(w.filas) as filas, count(*) as archivos
from bitacora_control c
join advertencia_carga w on w.id_carga = c.id_carga
where (c.fin >= :from and c.fin < :to or c.fin is null and c.descubierto_en >= :from and c.descubierto_en < :to)
  and c.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES')
group by w.codigo
order by filas desc, w.codigo
limit :limit
