-- What DuckDB spells differently from the one text that the stages are written in. Two semicolons end a statement.
create temp macro regexp_like(s, p) as regexp_matches(s, p);;
create temp macro replace_first(s, p, r) as regexp_replace(s, p, r);;
create temp macro replace_every(s, p, r) as regexp_replace(s, p, r, 'g');;
create temp macro millis_between(a, b) as epoch_ms(b) - epoch_ms(a);;
-- a value that orders by a first and then by b; null when a is
create temp macro ordered_pair(a, b) as {'a': a, 'b': b};;
-- the same for a time and a number, in a form that compares fast
create temp macro ordered_event(t, id) as cast(epoch_us(t) as hugeint) * 18446744073709551616 + coalesce(id, 0);;
-- a number of 63 bits made of a text, with few texts that share one
create temp macro bucket(s) as cast(hash(s) >> 1 as bigint);;
-- the day of the month as one bit of a number
create temp macro day_bit(t) as cast(1 as bigint) << day(t)
