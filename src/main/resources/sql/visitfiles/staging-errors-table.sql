-- Its rejected rows.
create temporary table carga_errores (
    num_linea     int unsigned not null primary key,
    codigo        varchar(16)  not null,
    codigos       varchar(255) not null,
    columna       varchar(40) character set utf8mb4 null,
    valor         varchar(512) character set utf8mb4 null,
    mensaje       varchar(1000) character set utf8mb4 not null,
    fila_original mediumtext character set utf8mb4 null
)
