-- What follows from the ground state: a pure function of it, of the key (input hash, method version). All of it may be
-- dropped and made again.

-- A decoded recording or written-down session. Its id begins with its source's hash, so that it is the same after a
-- rebuild. The witness is what twins are found by, shown what it tells about the athlete (both JSON).
create table recording (
    athlete_id integer not null references athlete (id) on delete cascade,
    id text not null,
    source_hash text,
    entry_id integer references journal_entry (id) on delete cascade,
    place integer not null,
    format text not null,
    sport text not null,
    sub_sport text not null,
    name text,
    start_ms integer not null,
    end_ms integer not null,
    day text not null,
    time_zone text not null,
    timer_s real,
    elapsed_s real,
    distance_m real,
    ascent_m real,
    hr_mean_bpm real,
    hr_max_bpm real,
    samples integer not null,
    active_sets integer not null,
    device text,
    witness text not null,
    shown text not null,
    primary key (athlete_id, id),
    foreign key (athlete_id, source_hash) references source_file (athlete_id, hash) on delete cascade
) strict;

create index recording_start on recording (athlete_id, start_ms);
create index recording_source on recording (athlete_id, source_hash);
create index recording_entry on recording (entry_id);

-- Its samples, each column compressed for itself.
create table stream (
    athlete_id integer not null,
    recording_id text not null,
    bytes blob not null,
    primary key (athlete_id, recording_id),
    foreign key (athlete_id, recording_id) references recording (athlete_id, id) on delete cascade
) strict;

-- Recordings that are of one session, and which of them is believed for what.
create table session (
    athlete_id integer not null references athlete (id) on delete cascade,
    id text not null,
    start_ms integer not null,
    end_ms integer not null,
    day text not null,
    time_zone text not null,
    choice text not null,
    primary key (athlete_id, id)
) strict;

create index session_start on session (athlete_id, start_ms);
create index session_day on session (athlete_id, day);

create table session_recording (
    athlete_id integer not null,
    recording_id text not null,
    session_id text not null,
    primary key (athlete_id, recording_id),
    foreign key (athlete_id, recording_id) references recording (athlete_id, id) on delete cascade,
    foreign key (athlete_id, session_id) references session (athlete_id, id) on delete cascade
) strict;

create index session_recording_session on session_recording (athlete_id, session_id);

-- What a session was and did: a few figures for lists, the whole view, and the dose that the body is folded from.
create table analysis (
    athlete_id integer not null,
    session_id text not null,
    input_hash text not null,
    method_version text not null,
    summary text not null,
    dose text not null,
    detail blob not null,
    computed_ms integer not null,
    primary key (athlete_id, session_id),
    foreign key (athlete_id, session_id) references session (athlete_id, id) on delete cascade
) strict;

create table speed_best (
    athlete_id integer not null,
    session_id text not null,
    distance_m real not null,
    duration_s real not null,
    at_ms integer not null,
    primary key (athlete_id, session_id, distance_m),
    foreign key (athlete_id, session_id) references session (athlete_id, id) on delete cascade
) strict;

create table day_state (
    athlete_id integer not null references athlete (id) on delete cascade,
    day text not null,
    input_hash text not null,
    method_version text not null,
    state blob not null,
    primary key (athlete_id, day)
) strict;

-- Under which method and from which input each sort of derived state was last completed.
create table derived_version (
    athlete_id integer not null references athlete (id) on delete cascade,
    what text not null,
    method_version text not null,
    input_hash text not null,
    computed_ms integer not null,
    primary key (athlete_id, what)
) strict;
