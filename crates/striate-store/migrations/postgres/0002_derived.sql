-- What follows from the ground state: a pure function of it, of the key (input hash, method version). All of it may be
-- dropped and made again.

-- A decoded recording or written-down session. Its id begins with its source's hash, so that it is the same after a
-- rebuild. The witness is what twins are found by, shown what it tells about the athlete (both JSON).
create table recording (
    athlete_id bigint not null references athlete (id) on delete cascade,
    id text collate "C" not null,
    source_hash text collate "C",
    entry_id bigint references journal_entry (id) on delete cascade,
    place bigint not null,
    format text collate "C" not null,
    sport text collate "C" not null,
    sub_sport text collate "C" not null,
    name text collate "C",
    start_ms bigint not null,
    end_ms bigint not null,
    day text collate "C" not null,
    time_zone text collate "C" not null,
    timer_s double precision,
    elapsed_s double precision,
    distance_m double precision,
    ascent_m double precision,
    hr_mean_bpm double precision,
    hr_max_bpm double precision,
    samples bigint not null,
    active_sets bigint not null,
    device text collate "C",
    witness text collate "C" not null,
    shown text collate "C" not null,
    primary key (athlete_id, id),
    foreign key (athlete_id, source_hash) references source_file (athlete_id, hash) on delete cascade
);

create index recording_start on recording (athlete_id, start_ms);
create index recording_source on recording (athlete_id, source_hash);
create index recording_entry on recording (entry_id);

-- Its samples, each column compressed for itself.
create table stream (
    athlete_id bigint not null,
    recording_id text collate "C" not null,
    bytes bytea not null,
    primary key (athlete_id, recording_id),
    foreign key (athlete_id, recording_id) references recording (athlete_id, id) on delete cascade
);

-- Recordings that are of one session, and which of them is believed for what.
create table session (
    athlete_id bigint not null references athlete (id) on delete cascade,
    id text collate "C" not null,
    start_ms bigint not null,
    end_ms bigint not null,
    day text collate "C" not null,
    time_zone text collate "C" not null,
    choice text collate "C" not null,
    primary key (athlete_id, id)
);

create index session_start on session (athlete_id, start_ms);
create index session_day on session (athlete_id, day);

create table session_recording (
    athlete_id bigint not null,
    recording_id text collate "C" not null,
    session_id text collate "C" not null,
    primary key (athlete_id, recording_id),
    foreign key (athlete_id, recording_id) references recording (athlete_id, id) on delete cascade,
    foreign key (athlete_id, session_id) references session (athlete_id, id) on delete cascade
);

create index session_recording_session on session_recording (athlete_id, session_id);

-- What a session was and did: a few figures for lists, the whole view, and the dose that the body is folded from.
create table analysis (
    athlete_id bigint not null,
    session_id text collate "C" not null,
    input_hash text collate "C" not null,
    method_version text collate "C" not null,
    summary text collate "C" not null,
    dose text collate "C" not null,
    detail bytea not null,
    computed_ms bigint not null,
    primary key (athlete_id, session_id),
    foreign key (athlete_id, session_id) references session (athlete_id, id) on delete cascade
);

create table speed_best (
    athlete_id bigint not null,
    session_id text collate "C" not null,
    distance_m double precision not null,
    duration_s double precision not null,
    at_ms bigint not null,
    primary key (athlete_id, session_id, distance_m),
    foreign key (athlete_id, session_id) references session (athlete_id, id) on delete cascade
);

create table day_state (
    athlete_id bigint not null references athlete (id) on delete cascade,
    day text collate "C" not null,
    input_hash text collate "C" not null,
    method_version text collate "C" not null,
    state bytea not null,
    primary key (athlete_id, day)
);

-- Under which method and from which input each sort of derived state was last completed.
create table derived_version (
    athlete_id bigint not null references athlete (id) on delete cascade,
    what text collate "C" not null,
    method_version text collate "C" not null,
    input_hash text collate "C" not null,
    computed_ms bigint not null,
    primary key (athlete_id, what)
);
