-- Forces each column that the rules need of an event out of its Parquet pages, and does nothing else.
select count(*), bit_xor(idlink_va), bit_xor(idvisit), max(server_time), sum(action_type),
       sum(strlen(action_url)), sum(strlen(custom_var_v1))
from read_parquet(${files}, hive_partitioning = false, binary_as_string = true)
