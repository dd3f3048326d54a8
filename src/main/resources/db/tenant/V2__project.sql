create table project (
  tenant_id   uuid not null,
  id          uuid not null,
  version     bigint not null,
  key         text not null,
  name        text not null,
  description text,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index project_created on project (tenant_id, created_at, id);
select guard.protect('project');
