-- What became of the files of some days, and how many rows they have; what was taken out again has none, and what had
-- gone or had become another file before anybody took it is no file of the day. Index k_bc_fin.
select estatus, count(*) as archivos, sum(tamano_origen) as bytes, sum(requiere_intervencion) as intervencion,
       sum(case when estatus <> 'RETIRADO' then filas_leidas else 0 end) as leidas,
       sum(case when estatus <> 'RETIRADO' then filas_validas else 0 end) as validas,
       sum(case when estatus <> 'RETIRADO' then filas_error else 0 end) as errores,
       sum(case when estatus <> 'RETIRADO' then filas_advertencia else 0 end) as advertencias,
       sum(case when estatus <> 'RETIRADO' then visitantes_nuevos else 0 end) as nuevos,
       sum(case when estatus <> 'RETIRADO' then visitantes_actualizados else 0 end) as actualizados,
       coalesce(sum(duracion_ms), 0) as milisegundos
from bitacora_control
where (fin >= :from and fin < :to or fin is null and descubierto_en >= :from and descubierto_en < :to)
  and not (estatus = 'EN_PROCESO' and etapa = 'DESAPARECIDO')
group by estatus
