package dev.caravan.embedded;

import dev.caravan.embedded.MatomoTables.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The definitions of the tables: the columns that the statistics need, a few that they must ignore, and Matomo's keys.
 *
 * <p>Names are compared without regard to case, as Matomo's usual collation does.
 */
final class MatomoDdl {

    private final Shape shape;

    MatomoDdl(Shape shape) {
        this.shape = shape;
    }

    List<String> statements() {
        return Stream.of(
                        table("site", site()),
                        table("log_visit", logVisit()),
                        table("log_link_visit_action", logLinkVisitAction()),
                        table("log_action", logAction()))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> table(String name, List<String> definitions) {
        String charset = shape.version() == 3
                ? "default charset=utf8mb3 collate=utf8mb3_general_ci"
                : "default charset=utf8mb4 collate=utf8mb4_general_ci";
        return List.of(
                "drop table if exists " + shape.table(name),
                "create table " + shape.table(name) + " (\n  " + String.join(",\n  ", definitions)
                        + "\n) engine=InnoDB row_format=dynamic " + charset);
    }

    private static List<String> site() {
        return List.of(
                "idsite int unsigned not null auto_increment",
                "name varchar(90) not null",
                "main_url varchar(255) not null",
                "ts_created timestamp null default null",
                "timezone varchar(50) not null",
                "currency char(3) not null",
                "type varchar(255) not null",
                "primary key (idsite)");
    }

    private List<String> logVisit() {
        List<String> lines = new ArrayList<>(List.of(
                "idvisit bigint unsigned not null auto_increment",
                "idsite int unsigned not null",
                "idvisitor binary(8) not null",
                "visit_last_action_time datetime not null",
                "config_id binary(8) not null",
                "location_ip varbinary(16) not null",
                "user_id varchar(200) default null",
                "visit_first_action_time datetime not null",
                "visit_goal_buyer tinyint(1) default null",
                "visit_goal_converted tinyint(1) default null",
                "visitor_returning tinyint(1) default null",
                "visitor_count_visits int unsigned not null default 0",
                "visit_entry_idaction_url int unsigned default null",
                "visit_exit_idaction_url int unsigned default 0",
                "visit_total_actions int unsigned default null",
                "visit_total_interactions mediumint unsigned default 0",
                "visit_total_searches smallint unsigned default null",
                "visit_total_events int unsigned default null",
                "visit_total_time int unsigned not null",
                "referer_keyword varchar(255) default null",
                "referer_name varchar(255) default null",
                "referer_type tinyint unsigned default null",
                "referer_url varchar(1500) default null",
                "location_browser_lang varchar(20) default null",
                "config_browser_name varchar(40) default null",
                "config_browser_version varchar(20) default null",
                "config_device_type tinyint default null",
                "config_os char(3) default null",
                "config_resolution varchar(18) default null",
                "config_cookie tinyint(1) default null",
                "visitor_localtime time default null",
                "location_city varchar(255) default null",
                "location_country char(3) default null",
                "location_region char(3) default null",
                "location_latitude decimal(9,6) default null",
                "location_longitude decimal(9,6) default null"));
        lines.addAll(visitorSince());
        if (shape.version() == 5) {
            lines.add("profilable tinyint(1) default null");
        }
        lines.addAll(customColumns());
        lines.addAll(List.of(
                "primary key (idvisit)",
                "key index_idsite_config_datetime (idsite, config_id, visit_last_action_time)",
                "key index_idsite_datetime (idsite, visit_last_action_time)",
                shape.version() == 5
                        ? "key index_idsite_idvisitor_time (idsite, idvisitor, visit_last_action_time desc)"
                        : "key index_idsite_idvisitor (idsite, idvisitor)"));
        return lines;
    }

    private List<String> visitorSince() {
        String unit = shape.version() == 3 ? "days" : "seconds";
        String type = shape.version() == 3 ? "smallint" : "int";
        return Stream.of("first", "order", "last")
                .map(what -> "visitor_" + unit + "_since_" + what + " " + type + " unsigned default null")
                .toList();
    }

    private List<String> logLinkVisitAction() {
        List<String> lines = new ArrayList<>(List.of(
                "idlink_va bigint unsigned not null auto_increment",
                "idsite int unsigned not null",
                "idvisitor binary(8) not null",
                "idvisit bigint unsigned not null",
                "idaction_url_ref int unsigned default 0",
                "idaction_name_ref int unsigned default null",
                "custom_float double default null",
                (shape.version() == 3 ? "interaction_position" : "pageview_position")
                        + " mediumint unsigned default null",
                "server_time datetime not null",
                "idpageview char(6) default null",
                "idaction_name int unsigned default null",
                "idaction_url int unsigned default null",
                "time_spent_ref_action int unsigned default null",
                "search_cat varchar(200) default null",
                "search_count int unsigned default null",
                "idaction_event_action int unsigned default null",
                "idaction_event_category int unsigned default null"));
        lines.addAll(customColumns());
        lines.addAll(List.of(
                "primary key (idlink_va)",
                "key index_idvisit (idvisit)",
                "key index_idsite_servertime (idsite, server_time)"));
        return lines;
    }

    private static List<String> logAction() {
        return List.of(
                "idaction int unsigned not null auto_increment",
                "name varchar(4096) default null",
                "hash int unsigned not null",
                "type tinyint unsigned default null",
                "url_prefix tinyint default null",
                "primary key (idaction)",
                "key index_type_hash (type, hash)");
    }

    private List<String> customColumns() {
        Stream<String> dimensions = IntStream.rangeClosed(1, shape.customDimensions())
                .mapToObj(n -> "custom_dimension_" + n + " varchar(255) default null");
        Stream<String> variables = IntStream.rangeClosed(1, shape.customVariables())
                .boxed()
                .flatMap(n -> Stream.of("custom_var_k" + n, "custom_var_v" + n))
                .map(column -> column + " varchar(200) default null");
        return Stream.concat(dimensions, variables).toList();
    }
}
