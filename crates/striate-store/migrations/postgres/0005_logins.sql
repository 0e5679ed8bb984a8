-- Browsers that are logged in. The name of each is kept as a SHA-256 only: who reads the database cannot come in with it.
-- No backup holds them.
create table login_session (
    token_hash text collate "C" primary key,
    account_id bigint not null references account (id) on delete cascade,
    opened_ms bigint not null,
    used_ms bigint not null
);
