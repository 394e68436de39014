-- The run ledger. Times are UTC; periods are days, `period_from` inclusive, `period_to` exclusive.

create table run (
    id               varchar(40)  not null primary key,
    pipeline         varchar(32)  not null,
    subjects         mediumtext   not null,
    period_from      date         not null,
    period_to        date         not null,
    mode             varchar(8)   not null,
    dry_run          boolean      not null,
    allow_incomplete boolean      not null,
    requested_by     varchar(128) not null,
    code_version     varchar(64)  not null,
    created_at       datetime(6)  not null
) default charset = utf8mb4 collate = utf8mb4_bin;

-- One unit of work, once for all runs: `variant` is empty, or the run of a dry run.
-- `token` is the fencing token: it grows with every claim and, being made from the clock, also beyond the life of this table.
create table work_item (
    id               bigint       not null auto_increment primary key,
    pipeline         varchar(32)  not null,
    subject          varchar(64)  not null,
    unit             varchar(255) not null,
    variant          varchar(40)  not null default '',
    run_id           varchar(40)  not null,
    period_from      date         not null,
    period_to        date         not null,
    state            varchar(10)  not null,
    priority         int          not null,
    not_before       datetime(6)  not null,
    attempts         int          not null default 0,
    failures         int          not null default 0,
    token            bigint       not null default 0,
    worker           varchar(128) null,
    lease_until      datetime(6)  null,
    rules_version    varchar(64)  not null,
    code_version     varchar(64)  not null,
    waits_for        varchar(32)  null,
    allow_incomplete boolean      not null,
    inputs           varchar(64)  not null default '',
    output           varchar(255) not null default '',
    rows_in          bigint       null,
    rows_kept        bigint       null,
    error_code       varchar(64)  null,
    error_message    text         null,
    created_at       datetime(6)  not null,
    updated_at       datetime(6)  not null,
    done_at          datetime(6)  null,
    unique key work_item_key (pipeline, subject, unit, variant),
    key work_item_claim (pipeline, state, priority, period_from),
    key work_item_subject (pipeline, subject, state),
    constraint work_item_run foreign key (run_id) references run (id),
    constraint work_item_state check (state in ('READY', 'RUNNING', 'RETRY', 'DONE', 'DEAD', 'CANCELLED'))
) default charset = utf8mb4 collate = utf8mb4_bin;

-- Which runs asked for an item.
create table run_item (
    run_id  varchar(40) not null,
    item_id bigint      not null,
    primary key (run_id, item_id),
    key run_item_item (item_id),
    constraint run_item_run foreign key (run_id) references run (id),
    constraint run_item_item_fk foreign key (item_id) references work_item (id)
) default charset = utf8mb4 collate = utf8mb4_bin;

create table attempt (
    id            bigint       not null auto_increment primary key,
    item_id       bigint       not null,
    number        int          not null,
    token         bigint       not null,
    run_id        varchar(40)  not null,
    worker        varchar(128) not null,
    rules_version varchar(64)  not null,
    code_version  varchar(64)  not null,
    started_at    datetime(6)  not null,
    ended_at      datetime(6)  null,
    outcome       varchar(12)  not null,
    error_code    varchar(64)  null,
    error_message text         null,
    unique key attempt_number (item_id, number),
    constraint attempt_item foreign key (item_id) references work_item (id),
    constraint attempt_outcome check (outcome in ('RUNNING', 'DONE', 'FAILED', 'LOST', 'GIVEN_BACK', 'CANCELLED'))
) default charset = utf8mb4 collate = utf8mb4_bin;

-- What an attempt that was done has counted, for example events.in, events.dropped.robot, documents.
create table attempt_count (
    attempt_id bigint      not null,
    name       varchar(64) not null,
    amount     bigint      not null,
    primary key (attempt_id, name),
    constraint attempt_count_attempt foreign key (attempt_id) references attempt (id)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- An item that will not be tried again by itself. Open while `resolution` is null.
create table dead_letter (
    id          bigint      not null auto_increment primary key,
    item_id     bigint      not null,
    attempts    int         not null,
    code        varchar(64) not null,
    message     text        not null,
    created_at  datetime(6) not null,
    resolution  varchar(12) null,
    resolved_at datetime(6) null,
    key dead_letter_open (resolution, created_at),
    constraint dead_letter_item foreign key (item_id) references work_item (id)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- One row a pipeline: locked for the length of a claim, so that limits hold across instances.
create table pipeline (
    name varchar(32) not null primary key
) default charset = utf8mb4 collate = utf8mb4_bin;

-- The sites, with the columns of the system that Caravan takes the place of.
create table source (
    id                      int          not null auto_increment primary key,
    source_id               varchar(20)  not null,
    name                    varchar(255) not null,
    url                     varchar(255) null,
    institution             varchar(255) null,
    type                    char(1)      not null,
    site_id                 int          not null,
    national_site_id        int          null,
    regional_site_id        int          null,
    auth_token              varchar(255) null,
    country_iso             varchar(2)   not null,
    identifier_prefix       varchar(255) null,
    identifier_map_regex    varchar(255) null,
    identifier_map_replace  varchar(255) null,
    identifier_map_filename varchar(255) null,
    identifier_map_type     int          not null default 0,
    created_at              datetime(6)  not null,
    updated_at              datetime(6)  not null,
    unique key source_source_id (source_id),
    unique key source_site_id (site_id)
) default charset = utf8mb4 collate = utf8mb4_bin;
