-- Homes in databases of their own, and on further servers. Secrets are sealed by the application.

-- Null url: the server of the settings. Null capacity: no bound.
alter table server
  add column url text unique,
  add column owner_user text,
  add column owner_password text,
  add column capacity int check (capacity >= 0),
  add column state text not null default 'READY' check (state in ('PENDING', 'READY', 'FAILED')),
  add column error text,
  add check (num_nulls(url, owner_user, owner_password) in (0, 3));

-- The password of a DATABASE home's login role; next_password while one replaces the other. Role,
-- database and schema have one name. guard_version is that of the schema guard in its database.
alter table home
  add column password text,
  add column next_password text,
  add column guard_version text,
  add check (isolation = 'DATABASE' or num_nonnulls(password, next_password, guard_version) = 0);
