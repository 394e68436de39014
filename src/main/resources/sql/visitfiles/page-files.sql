-- Files, youngest first. An empty parameter is no filter; the bounds are of the end of a file's life or, before that, of
-- its discovery. Primary key, or k_bc_fin.
select *
from bitacora_control
where id_carga < :after
  and (fin >= :from and fin < :to or fin is null and descubierto_en >= :from and descubierto_en < :to)
  and (:source = '' or fuente = :source)
  and (:status = '' or estatus = :status)
  and (:run = '' or run_id = :run)
order by id_carga desc
limit :limit
