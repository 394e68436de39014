-- How many other loads have rows of the days of this one.
-- index: uk_ac_carga; archivo_cargado is read as a whole
select count(*)
from archivo_cargado a
join archivo_cargado o on o.id_carga <> a.id_carga
    and o.primer_envio <= a.ultimo_envio and o.ultimo_envio >= a.primer_envio
where a.id_carga = :load
