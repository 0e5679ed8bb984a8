-- Never filled: best times are read from what each recording shows of its runner, the body from every analysis at once.
drop table speed_best;
drop table day_state;

-- What every recording shows is read before any page is drawn: without the rows, which hold much more.
create index recording_shown on recording (athlete_id, entry_id, id, shown);
