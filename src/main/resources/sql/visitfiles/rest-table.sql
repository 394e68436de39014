-- What the visitors of carga_visitas have without it; gone with the connection.
create temporary table carga_resto (
    email   varchar(254) character set ascii collate ascii_bin not null primary key,
    primera datetime        not null,
    ultima  datetime        not null,
    carga   bigint unsigned not null,
    visitas int unsigned    not null
)
