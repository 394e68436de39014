-- Which columns this Matomo has: they differ by version and plug-in.
select table_name as table_name, column_name as column_name
from information_schema.columns
where table_schema = database() and table_name in (?, ?, ?)
