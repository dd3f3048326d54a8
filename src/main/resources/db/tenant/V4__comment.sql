create table comment (
  tenant_id  uuid not null,
  id         uuid not null,
  version    bigint not null,
  issue_id   uuid not null,
  author     uuid,
  body       text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, issue_id) references issue (tenant_id, id) on delete cascade,
  foreign key (tenant_id, author) references member (tenant_id, id) on delete set null (author)
);
create index comment_issue on comment (tenant_id, issue_id, created_at, id);
create index comment_author on comment (tenant_id, author) where author is not null;
select guard.protect('comment');
