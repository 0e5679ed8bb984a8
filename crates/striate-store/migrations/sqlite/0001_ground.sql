-- What the athlete gave: never recomputed, never lost. Instants are milliseconds since 1970 in UTC, civil days ISO text,
-- structured values JSON whose keys end in the unit.

create table account (
    id integer primary key,
    name text not null unique,
    password_hash text,
    created_ms integer not null
) strict;

create table athlete (
    id integer primary key,
    name text not null,
    created_ms integer not null
) strict;

-- Who may see and change whom: an athlete's own account, a coach's.
create table account_athlete (
    account_id integer not null references account (id) on delete cascade,
    athlete_id integer not null references athlete (id) on delete cascade,
    role text not null,
    primary key (account_id, athlete_id)
) strict;

-- The profile from a civil day on; the history is never overwritten by a later day.
create table profile (
    athlete_id integer not null references athlete (id) on delete cascade,
    day text not null,
    figures text not null,
    changed_ms integer not null,
    primary key (athlete_id, day)
) strict;

-- An imported file by the SHA-256 of its bytes, inflated where it came in a .gz. Options are what was said when it was
-- read (unit, time zone), so that it can be read again alike.
create table source_file (
    athlete_id integer not null references athlete (id) on delete cascade,
    hash text not null,
    format text,
    name text not null,
    size_bytes integer not null,
    options text not null,
    added_ms integer not null,
    primary key (athlete_id, hash)
) strict;

-- Its bytes in order, each part a zstd frame of its own.
create table source_part (
    athlete_id integer not null,
    hash text not null,
    place integer not null,
    bytes blob not null,
    primary key (athlete_id, hash, place),
    foreign key (athlete_id, hash) references source_file (athlete_id, hash) on delete cascade
) strict;

-- One run of `import`.
create table import (
    id integer primary key,
    athlete_id integer not null references athlete (id) on delete cascade,
    origin text not null,
    state text not null,
    started_ms integer not null,
    finished_ms integer,
    summary text
) strict;

-- What became of each file of it.
create table import_item (
    import_id integer not null references import (id) on delete cascade,
    place integer not null,
    path text not null,
    outcome text not null,
    hash text,
    message text,
    primary key (import_id, place)
) strict;

create index import_item_hash on import_item (hash);

-- One line of the log each: a lift session, body mass, sleep, soreness, a measurement, a run without a file.
-- The key names what an import brought, so that the next import of the same export brings it only once.
create table journal_entry (
    id integer primary key,
    athlete_id integer not null references athlete (id) on delete cascade,
    day text not null,
    line text not null,
    import_key text,
    created_ms integer not null,
    unique (athlete_id, import_key)
) strict;

create index journal_entry_day on journal_entry (athlete_id, day);

-- Which imports brought an entry; entries by hand have none.
create table import_entry (
    import_id integer not null references import (id) on delete cascade,
    entry_id integer not null references journal_entry (id) on delete cascade,
    primary key (import_id, entry_id)
) strict;

create index import_entry_entry on import_entry (entry_id);

-- What the athlete said about a session, kept under one of its recordings: kind, carried mass, surface, efforts.
-- No reference: the word outlives an undone import and holds again when the file comes back.
create table correction (
    athlete_id integer not null references athlete (id) on delete cascade,
    recording_id text not null,
    told text not null,
    changed_ms integer not null,
    primary key (athlete_id, recording_id)
) strict;

-- The athlete's word on whether two recordings are one session. The first id is the smaller.
create table twin_decision (
    athlete_id integer not null references athlete (id) on delete cascade,
    first_id text not null,
    second_id text not null,
    is_same integer not null,
    changed_ms integer not null,
    primary key (athlete_id, first_id, second_id)
) strict;

-- Exercise titles that the athlete has given a movement of the catalogue.
create table exercise_map (
    athlete_id integer not null references athlete (id) on delete cascade,
    title text not null,
    movement text not null,
    changed_ms integer not null,
    primary key (athlete_id, title)
) strict;

create table goal (
    athlete_id integer not null references athlete (id) on delete cascade,
    day text not null,
    goal text not null,
    changed_ms integer not null,
    primary key (athlete_id, day)
) strict;

-- Plans by version. What was accepted is never rewritten; a change is a new version.
create table plan (
    athlete_id integer not null references athlete (id) on delete cascade,
    version integer not null,
    plan text not null,
    created_ms integer not null,
    accepted_ms integer,
    primary key (athlete_id, version)
) strict;
