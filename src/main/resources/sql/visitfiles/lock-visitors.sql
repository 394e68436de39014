-- Whoever else adds to these visitors has committed, or waits: what is counted from here on stays true.
-- index: carga_visitas, uk_vis_email
update visitantes v
join (select distinct email from carga_visitas) t on t.email = v.email
set v.actualizado_en = utc_timestamp(3)
