-- One file's visits by e-mail and month; gone with the connection. The first month of an e-mail has, in a load, what it has
-- in all of them: total, of this year (anio), of this month (mes), and the dates; the others have null.
create temporary table carga_visitas (
    email   varchar(254) character set ascii collate ascii_bin not null,
    periodo int unsigned not null,
    visitas int unsigned not null,
    primera datetime     not null,
    ultima  datetime     not null,
    total   int unsigned null,
    anio    int unsigned null,
    mes     int unsigned null,
    primary key (email, periodo)
)
