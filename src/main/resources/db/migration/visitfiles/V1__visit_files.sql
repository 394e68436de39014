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
    key k_bc_fin (fin, descubierto_en),
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

-- How many rows of a file have a warning; of one that is about the file as a whole: 1.
create table advertencia_carga (
    id_carga bigint unsigned not null,
    codigo   varchar(16) character set ascii collate ascii_bin not null,
    filas    bigint          not null,
    primary key (id_carga, codigo),
    constraint fk_adv_bc foreign key (id_carga) references bitacora_control (id_carga)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- What the last listing of a day found that is no report: the first names.
create table nombre_ignorado (
    fuente varchar(40)  not null,
    fecha  date         not null,
    nombre varchar(255) not null,
    primary key (fuente, fecha, nombre)
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

-- For dashboards on the tables themselves, A.10.2. The business date of a file is that of its end.
create view v_panel_archivo as
select date(timestampadd(second, coalesce((
           select z.desfase from zona_negocio z where z.desde_utc <= c.fin order by z.desde_utc desc limit 1
       ), 0), c.fin)) as dia,
       c.id_carga, c.fuente, c.nombre_archivo, c.estatus, c.etapa, c.filas_leidas, c.filas_validas, c.filas_error,
       c.filas_advertencia, c.visitantes_nuevos, c.dias_reintento, c.duracion_ms,
       timestampdiff(second, c.mtime_origen, c.cargado_en) as segundos_hasta_carga
from bitacora_control c
where c.fin is not null;

create view v_panel_dia as
select p.dia,
       sum(p.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES', 'FALLO_LAYOUT', 'FALLO_SISTEMA')) as archivos,
       sum(p.estatus = 'COMPLETADO') as completados, sum(p.estatus = 'COMPLETADO_CON_ERRORES') as con_errores,
       sum(p.estatus = 'FALLO_LAYOUT') as fallo_layout, sum(p.estatus = 'FALLO_SISTEMA') as fallo_sistema,
       sum(p.estatus = 'OMITIDO_DUPLICADO') as duplicados, sum(p.estatus = 'RETIRADO') as retirados,
       sum(p.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES'))
           / nullif(sum(p.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES', 'FALLO_LAYOUT', 'FALLO_SISTEMA')), 0)
           as tasa_exito,
       sum(p.estatus = 'COMPLETADO')
           / nullif(sum(p.estatus in ('COMPLETADO', 'COMPLETADO_CON_ERRORES', 'FALLO_LAYOUT', 'FALLO_SISTEMA')), 0)
           as tasa_limpia,
       sum(if(p.estatus = 'RETIRADO', 0, p.filas_leidas)) as filas_leidas,
       sum(if(p.estatus = 'RETIRADO', 0, p.filas_error)) as filas_error,
       sum(if(p.estatus = 'RETIRADO', 0, p.filas_error)) / nullif(sum(if(p.estatus = 'RETIRADO', 0, p.filas_leidas)), 0)
           as tasa_error,
       sum(if(p.estatus = 'RETIRADO', 0, p.visitantes_nuevos)) as visitantes_nuevos,
       avg(p.duracion_ms) as duracion_media_ms, max(p.duracion_ms) as duracion_maxima_ms
from v_panel_archivo p
group by p.dia;

create view v_panel_errores as
select p.dia, e.nivel, e.codigo, count(*) as filas, count(distinct e.id_carga) as archivos
from v_panel_archivo p
join errores e on e.id_carga = p.id_carga
where e.nivel = 'FILA' or p.estatus = 'FALLO_LAYOUT'
group by p.dia, e.nivel, e.codigo;

create view v_panel_etapas as
select c.fuente, c.etapa, count(*) as archivos, min(c.descubierto_en) as mas_antiguo
from bitacora_control c
where c.etapa not in ('FINALIZADO', 'DESAPARECIDO')
group by c.fuente, c.etapa;
