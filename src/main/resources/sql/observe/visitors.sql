-- All visitors, and those with a visit in this month. Reads the whole table.
select count(*) as known,
       coalesce(sum(v.visitasMesActual > 0 and v.periodo_ref = year(h.hoy) * 100 + month(h.hoy)), 0) as active
from visitantes v
cross join v_hoy h
