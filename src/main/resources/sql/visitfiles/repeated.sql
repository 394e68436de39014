-- W-16: rows of a load whose e-mail and send date another load has too.
-- index: estadisticas by primary key, k_est_email
select count(*)
from estadisticas e
where e.id_carga = :load
  and exists (select 1 from estadisticas o
      where o.email = e.email and o.fechaEnvio = e.fechaEnvio and o.id_carga <> e.id_carga)
