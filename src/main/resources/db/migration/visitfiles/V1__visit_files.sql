-- Report files of web visits. Times of the life of a file are UTC; times of visits are as written in the files, without
-- a zone; a `periodo` is yyyymm. For MariaDB 10.6+ and MySQL 8.

-- A file as it was discovered: another size or time of change is another row. The three row counters always fit.
create table bitacora_control (
    id_carga                bigint unsigned not null auto_increment primary key,
    item_id                 bigint          null,
    run_id                  varchar(40)     null,
    fuente                  varchar(40)     not null,
    nombre_archivo          varchar(255)    not null,
    consecutivo             bigint          null,
    ruta_origen             varchar(1000)   not null,
    tamano_origen           bigint          not null,
    mtime_origen            datetime        not null,
    sha256                  char(64) character set ascii collate ascii_bin null,
    sha256_canonico         char(64) character set ascii collate ascii_bin null,
    estatus                 varchar(24)     not null,
    etapa                   varchar(24)     not null,
    codigo_fallo            varchar(16)     null,
    mensaje_fallo           varchar(1000)   null,
    filas_leidas            bigint          not null default 0,
    filas_validas           bigint          not null default 0,
    filas_error             bigint          not null default 0,
    filas_advertencia       bigint          not null default 0,
    visitantes_nuevos       bigint          not null default 0,
    visitantes_actualizados bigint          not null default 0,
    intentos_flujo          int             not null default 0,
    dias_reintento          int             not null default 0,
    proximo_reintento       date            null,
    requiere_intervencion   tinyint         not null default 0,
    id_carga_original       bigint unsigned null,
    ficha                   bigint          not null default 0,
    descubierto_en          datetime(3)     not null,
    descargado_en           datetime(3)     null,
    inicio                  datetime(3)     null,
    cargado_en              datetime(3)     null,
    respaldado_en           datetime(3)     null,
    ruta_respaldo           varchar(1000)   null,
    zip_respaldo            varchar(255)    null,
    borrado_origen_en       datetime(3)     null,
    fin                     datetime(3)     null,
    duracion_ms             bigint          null,
    version_layout          varchar(20)     not null,
    version_app             varchar(40)     not null,
    unique key uk_descubierto (fuente, nombre_archivo, tamano_origen, mtime_origen),
    unique key uk_bc_item (item_id),
    key k_bc_estatus (estatus, proximo_reintento),
    key k_bc_etapa (etapa),
    key k_bc_sha (sha256_canonico),
    key k_bc_run (run_id),
    key k_bc_fin (fin),
    key k_bc_zip (zip_respaldo),
    constraint ck_bc_cuadre check (filas_leidas = filas_validas + filas_error),
    constraint ck_bc_estatus check (estatus in ('EN_PROCESO', 'COMPLETADO', 'COMPLETADO_CON_ERRORES', 'FALLO_LAYOUT',
        'FALLO_SISTEMA', 'OMITIDO_DUPLICADO', 'RETIRADO'))
) default charset = utf8mb4 collate = utf8mb4_bin;

-- What was loaded: its primary key is what makes a second load of the same content impossible. The send dates are its
-- first and last one, null without rows: who asks what is of a day needs no index on `estadisticas` for it.
create table archivo_cargado (
    fuente          varchar(40)     not null,
    sha256_canonico char(64) character set ascii collate ascii_bin not null,
    id_carga        bigint unsigned not null,
    cargado_en      datetime(3)     not null,
    primer_envio    datetime        null,
    ultimo_envio    datetime        null,
    primary key (fuente, sha256_canonico),
    unique key uk_ac_carga (id_carga),
    constraint fk_ac_bc foreign key (id_carga) references bitacora_control (id_carga)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- `visitasAnioActual` and `visitasMesActual` are those of `periodo_ref`; v_visitante has those of today.
create table visitantes (
    id_visitante       bigint unsigned not null auto_increment primary key,
    email              varchar(254) character set ascii collate ascii_bin not null,
    fechaPrimeraVisita datetime        not null,
    fechaUltimaVisita  datetime        not null,
    visitasTotales     int unsigned    not null,
    visitasAnioActual  int unsigned    not null default 0,
    visitasMesActual   int unsigned    not null default 0,
    periodo_ref        int unsigned    not null,
    ultima_carga       bigint unsigned not null,
    creado_en          datetime(3)     not null,
    actualizado_en     datetime(3)     not null,
    unique key uk_vis_email (email),
    key k_vis_periodo (periodo_ref),
    constraint ck_vis_fechas check (fechaUltimaVisita >= fechaPrimeraVisita),
    constraint ck_vis_conteos check (visitasMesActual <= visitasAnioActual and visitasAnioActual <= visitasTotales)
) default charset = utf8mb4 collate = utf8mb4_bin;

create table visitante_mes (
    id_visitante bigint unsigned not null,
    periodo      int unsigned    not null,
    visitas      int unsigned    not null,
    primary key (id_visitante, periodo),
    constraint fk_vm_v foreign key (id_visitante) references visitantes (id_visitante)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- Valid rows, stored by file and line; id_estadistica is computed from both, and costs no index of its own.
create table estadisticas (
    id_carga       bigint unsigned not null,
    num_linea      int unsigned    not null,
    id_estadistica bigint unsigned generated always as (id_carga * 4294967296 + num_linea) virtual,
    email          varchar(254) character set ascii collate ascii_bin not null,
    jyv            varchar(4000)   null,
    badmail        varchar(4000)   null,
    baja           varchar(4000)   null,
    fechaEnvio     datetime        not null,
    fechaOpen      datetime        null,
    opens          int unsigned    not null,
    opensVirales   int unsigned    not null,
    fechaClick     datetime        null,
    clicks         int unsigned    not null,
    clicksVirales  int unsigned    not null,
    links          text            null,
    ips            text            null,
    navegadores    text            null,
    plataformas    text            null,
    advertencias   varchar(255) character set ascii collate ascii_bin null,
    primary key (id_carga, num_linea),
    key k_est_email (email, fechaEnvio),
    constraint fk_est_bc foreign key (id_carga) references bitacora_control (id_carga)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- Rejected rows, nivel FILA; line 0, nivel ARCHIVO: why a whole file was rejected.
create table errores (
    id_carga      bigint unsigned not null,
    num_linea     int unsigned    not null,
    id_error      bigint unsigned generated always as (id_carga * 4294967296 + num_linea) virtual,
    nivel         varchar(8)      not null,
    codigo        varchar(16) character set ascii collate ascii_bin not null,
    codigos       varchar(255) character set ascii collate ascii_bin not null,
    columna       varchar(40)     null,
    valor         varchar(512)    null,
    mensaje       varchar(1000)   not null,
    fila_original mediumtext      null,
    creado_en     datetime(3)     not null,
    primary key (id_carga, num_linea),
    key k_err_codigo (codigo, creado_en),
    constraint fk_err_bc foreign key (id_carga) references bitacora_control (id_carga)
) default charset = utf8mb4 collate = utf8mb4_bin;

create table respaldo_zip (
    fecha         date          not null primary key,
    ruta          varchar(1000) not null,
    sha256        char(64) character set ascii collate ascii_bin not null,
    entradas      int           not null,
    bytes         bigint        not null,
    verificado_en datetime(3)   not null,
    expira_en     date          not null,
    borrado_en    datetime(3)   null
) default charset = utf8mb4 collate = utf8mb4_bin;

-- The business zone's distance to UTC, in seconds, from each moment on. Written at the start of the service, years
-- ahead: the server need not know time zones, and the views need no job.
create table zona_negocio (
    desde_utc datetime not null primary key,
    desfase   int      not null
) default charset = utf8mb4 collate = utf8mb4_bin;

-- The business day, one row.
create view v_hoy as
select date(timestampadd(second, coalesce((
           select z.desfase from zona_negocio z where z.desde_utc <= utc_timestamp() order by z.desde_utc desc limit 1
       ), 0), utc_timestamp())) as hoy;

-- The visitors as of the business day, whether or not the job of the turn of the month has run.
create view v_visitante as
select v.email, v.fechaPrimeraVisita, v.fechaUltimaVisita,
       date_format(v.fechaUltimaVisita, '%Y%m%d') as fechaUltimaVisitaYmd,
       v.visitasTotales,
       coalesce((select sum(m.visitas) from visitante_mes m where m.id_visitante = v.id_visitante
                     and m.periodo between year(h.hoy) * 100 + 1 and year(h.hoy) * 100 + 12), 0) as visitasAnioActual,
       coalesce((select m.visitas from visitante_mes m where m.id_visitante = v.id_visitante
                     and m.periodo = year(h.hoy) * 100 + month(h.hoy)), 0) as visitasMesActual
from visitantes v
cross join v_hoy h;

-- The names of the exercise.
create view visitante as select * from v_visitante;
create view estadistica as select * from estadisticas;

-- The attempts at a file, of the ledger.
create view bitacora_intento as
select a.id as id_intento, c.id_carga, a.number as numero, a.run_id, a.worker as propietario, a.token as ficha,
       a.started_at as inicio, a.ended_at as fin, a.outcome as resultado, a.error_code as clase_error,
       a.error_message as mensaje
from bitacora_control c
join attempt a on a.item_id = c.item_id;
