create table issue (
  tenant_id   uuid not null,
  id          uuid not null,
  version     bigint not null,
  project_id  uuid not null,
  number      integer not null,
  title       text not null,
  description text,
  status      text not null check (status in ('OPEN', 'IN_PROGRESS', 'DONE')),
  priority    text not null check (priority in ('LOW', 'MEDIUM', 'HIGH', 'URGENT')),
  assignee    uuid,
  labels      text not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, project_id, number),
  foreign key (tenant_id, project_id) references project (tenant_id, id) on delete cascade,
  foreign key (tenant_id, assignee) references member (tenant_id, id) on delete set null (assignee)
);
create index issue_created on issue (tenant_id, project_id, created_at, id);
create index issue_assignee on issue (tenant_id, assignee) where assignee is not null;
select guard.protect('issue');

-- The last issue number of each project: one row to lock, so that numbers have no gaps.
create table issue_counter (
  tenant_id   uuid not null,
  id          uuid not null,
  version     bigint not null,
  last_number integer not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, id) references project (tenant_id, id) on delete cascade
);
select guard.protect('issue_counter');
