-- What is or was wrong: one row each time that a cause begins to hold. Open while `recovered_at` is null.
create table alert (
    id           varchar(36)  not null primary key,
    cause        varchar(160) not null,
    rule         varchar(16)  not null,
    pipeline     varchar(32)  not null,
    title        varchar(255) not null,
    text         text         not null,
    opened_at    datetime(6)  not null,
    recovered_at datetime(6)  null,
    key alert_open (recovered_at, cause)
) default charset = utf8mb4 collate = utf8mb4_bin;

-- What is to be told of it, and by which channel. Waits until `sent_at` is set.
create table alert_message (
    alert_id   varchar(36)  not null,
    kind       varchar(10)  not null,
    channel    varchar(10)  not null,
    created_at datetime(6)  not null,
    tries      int          not null default 0,
    not_before datetime(6)  not null,
    sent_at    datetime(6)  null,
    last_error varchar(500) null,
    primary key (alert_id, channel, kind),
    key alert_message_due (channel, sent_at, not_before),
    constraint alert_message_alert foreign key (alert_id) references alert (id),
    constraint alert_message_kind check (kind in ('OPENED', 'RECOVERED')),
    constraint alert_message_channel check (channel in ('MAIL', 'WEBHOOK'))
) default charset = utf8mb4 collate = utf8mb4_bin;

-- One row: whoever has it locked is the instance that looks for causes.
create table alert_lock (
    id int not null primary key
) default charset = utf8mb4 collate = utf8mb4_bin;

insert into alert_lock (id) values (1);
