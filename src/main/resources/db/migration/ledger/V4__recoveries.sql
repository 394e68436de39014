-- The months of which usage gives events without an identifier the one that their URL proposes. One row for each month
-- for which it was ever so: `in_use` is what holds.
create table recovery (
    site_id    int          not null,
    month      date         not null,
    in_use     boolean      not null,
    changed_by varchar(128) not null,
    changed_at datetime(6)  not null,
    primary key (site_id, month)
) default charset = utf8mb4 collate = utf8mb4_bin;
