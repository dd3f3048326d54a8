-- Keys of the built-in issuer. A key signs from signs_from until that of the next key.
create table signing_key (
  kid          text primary key,
  sealed       text not null,
  created_at   timestamptz not null default now(),
  signs_from   timestamptz not null,
  withdrawn_at timestamptz
);

create table operator (
  id            uuid primary key,
  email         text not null unique check (email = lower(email)),
  password_hash text not null,
  created_at    timestamptz not null default now()
);

-- Sessions, members and operators whose access tokens are void. A row is of no use once the last
-- token that it could void has expired.
create table revocation (
  id         uuid primary key,
  expires_at timestamptz not null
);
create index revocation_expires_at on revocation (expires_at);
