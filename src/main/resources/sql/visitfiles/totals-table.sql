-- One file's visits by e-mail and month, in parts of what fitted in memory; gone with the connection.
create temporary table carga_visitas (
    email   varchar(254) character set ascii collate ascii_bin not null,
    periodo int unsigned not null,
    parte   int unsigned not null,
    visitas int unsigned not null,
    primera datetime     not null,
    ultima  datetime     not null,
    primary key (email, periodo, parte)
)
