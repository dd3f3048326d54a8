create table invitation (
  tenant_id   uuid not null,
  id          uuid not null,
  version     bigint not null,
  email       text not null,
  roles       text not null,
  secret_hash text not null,
  invited_by  uuid,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, email),
  foreign key (tenant_id, invited_by) references member (tenant_id, id) on delete cascade
);
create index invitation_invited_by on invitation (tenant_id, invited_by) where invited_by is not null;
select guard.protect('invitation');
