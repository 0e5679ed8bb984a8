-- Never filled: best times are read from what each recording shows of its runner, the body from every analysis at once.
drop table speed_best;
drop table day_state;
