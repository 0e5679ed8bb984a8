-- A file is read again alike only in the time zone of its first reading, which decides to which day a session belongs:
-- from here on it is kept with every file, not with logs alone.
update source_file set options = json_build_object('time_zone', (select r.time_zone from recording r
    where r.athlete_id = source_file.athlete_id and r.source_hash = source_file.hash order by r.id limit 1))::text
where options = '{}' and exists (select 1 from recording r
    where r.athlete_id = source_file.athlete_id and r.source_hash = source_file.hash);
