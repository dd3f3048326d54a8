create table member (
  tenant_id     uuid not null,
  id            uuid not null,
  version       bigint not null,
  email         text not null,
  name          text not null,
  roles         text not null,
  password_hash text not null,
  created_at    timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, email)
);
select guard.protect('member');

create table session (
  tenant_id   uuid not null,
  id          uuid not null,
  version     bigint not null,
  member_id   uuid not null,
  secret_hash text not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, member_id) references member (tenant_id, id) on delete cascade
);
create index session_member on session (tenant_id, member_id);
select guard.protect('session');

-- The first answers to POSTs that carried an Idempotency-Key.
create table idempotency_key (
  tenant_id   uuid not null,
  id          uuid not null,
  version     bigint not null,
  fingerprint text not null,
  status      integer not null,
  location    text,
  etag        text,
  body        text not null,
  created_at  timestamptz not null,
  primary key (tenant_id, id)
);
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
select guard.protect('idempotency_key');
