-- The valid rows of a large file before its transaction begins; gone with the connection, committed or not.
create temporary table carga_filas (
    num_linea     int unsigned not null primary key,
    email         varchar(254) character set ascii collate ascii_bin not null,
    jyv           varchar(4000) character set utf8mb4 null,
    badmail       varchar(4000) character set utf8mb4 null,
    baja          varchar(4000) character set utf8mb4 null,
    fechaEnvio    datetime     not null,
    fechaOpen     datetime     null,
    opens         int unsigned not null,
    opensVirales  int unsigned not null,
    fechaClick    datetime     null,
    clicks        int unsigned not null,
    clicksVirales int unsigned not null,
    links         text character set utf8mb4 null,
    ips           text character set utf8mb4 null,
    navegadores   text character set utf8mb4 null,
    plataformas   text character set utf8mb4 null,
    advertencias  varchar(255) character set ascii null
)
