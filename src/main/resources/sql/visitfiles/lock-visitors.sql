-- Whoever else adds to these visitors has committed, or waits: what is counted from here on stays true. They are locked in
-- the order of the e-mails.
-- index: carga_visitas by primary key, uk_vis_email
update carga_visitas t
straight_join visitantes v on v.email = t.email
set v.actualizado_en = utc_timestamp(3)
