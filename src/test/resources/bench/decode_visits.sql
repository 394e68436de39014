-- The same of a visit.
select count(*), bit_xor(idvisit), bit_xor(epoch_us(visit_first_action_time)),
       bit_xor(epoch_us(visit_last_action_time)), sum(visit_total_actions), sum(strlen(location_country))
from read_parquet(${files}, hive_partitioning = false, binary_as_string = true)
