-- The columns of table estadisticas that a row fills, without any key.
create table bare_visits (
    num_linea     int unsigned  not null,
    email         varchar(254) character set ascii collate ascii_bin not null,
    jyv           varchar(4000) null,
    badmail       varchar(4000) null,
    baja          varchar(4000) null,
    fechaEnvio    datetime      not null,
    fechaOpen     datetime      null,
    opens         int unsigned  not null,
    opensVirales  int unsigned  not null,
    fechaClick    datetime      null,
    clicks        int unsigned  not null,
    clicksVirales int unsigned  not null,
    links         text          null,
    ips           text          null,
    navegadores   text          null,
    plataformas   text          null,
    advertencias  varchar(255) character set ascii collate ascii_bin null
) default charset = utf8mb4 collate = utf8mb4_bin
