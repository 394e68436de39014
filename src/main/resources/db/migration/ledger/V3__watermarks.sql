-- How far a source of data has been looked at, for what arrives late.
create table watermark (
    name       varchar(64) not null primary key,
    position   bigint      not null,
    updated_at datetime(6) not null
) default charset = utf8mb4 collate = utf8mb4_bin;
