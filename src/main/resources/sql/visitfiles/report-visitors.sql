-- How many people the files of some days have rows of. Indexes k_bc_fin, and the primary key of estadisticas.
select count(distinct e.email)
from bitacora_control c
join estadisticas e on e.id_carga = c.id_carga
where c.fin >= :from and c.fin < :to or c.fin is null and c.descubierto_en >= :from and c.descubierto_en < :to
