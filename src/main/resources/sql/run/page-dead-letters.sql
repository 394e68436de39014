-- Open dead letters, youngest first. An empty parameter is no filter. Index dead_letter_open.
select d.id, d.item_id, i.pipeline, i.subject, i.unit, d.attempts, d.code, d.message, d.created_at
from dead_letter d join work_item i on i.id = d.item_id
where d.resolution is null
  and d.id < :after
  and (:pipeline = '' or i.pipeline = :pipeline)
  and (:site = '' or i.subject = :site)
  and (:code = '' or d.code = :code)
order by d.id desc
limit :limit
