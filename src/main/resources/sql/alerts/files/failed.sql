-- AL-02: files that failed and are tried again by themselves; certain only while they are not being tried.
-- Index k_bc_estatus.
select c.fuente as source, c.fin as at,
       concat(c.nombre_archivo, ' ', coalesce(c.codigo_fallo, 'is tried now'),
              coalesce(concat(', again on ', c.proximo_reintento), '')) as what,
       c.estatus = 'FALLO_SISTEMA' as certain
from bitacora_control c
where c.fuente in (:sources)
  and (c.estatus = 'FALLO_SISTEMA' and c.proximo_reintento is not null
      or c.estatus = 'EN_PROCESO' and c.dias_reintento > 0)
order by c.id_carga
