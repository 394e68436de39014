-- Fills Matomo's tables with the text files that month.sql's matomo_ views were written to.
set session unique_checks = 0, foreign_key_checks = 0;;
load data local infile '${matomo_action}' into table matomo_log_action character set utf8mb4
(idaction, name, type, url_prefix) set hash = crc32(name);;
load data local infile '${matomo_visit}' into table matomo_log_visit character set utf8mb4
(idvisit, idsite, @idvisitor, visit_last_action_time, @config_id, @location_ip, visit_first_action_time,
 visit_total_actions, visit_total_time, referer_url, config_browser_name, config_resolution, location_city,
 location_country)
set idvisitor = unhex(@idvisitor), config_id = unhex(@config_id), location_ip = unhex(@location_ip);;
load data local infile '${matomo_event}' into table matomo_log_link_visit_action character set utf8mb4
(idlink_va, idsite, @idvisitor, idvisit, server_time, idaction_url, idaction_name, time_spent_ref_action,
 custom_var_k1, custom_var_v1, custom_var_k2, custom_var_v2, custom_var_k3, custom_var_v3)
set idvisitor = unhex(@idvisitor);;
analyze table matomo_log_action, matomo_log_visit, matomo_log_link_visit_action
