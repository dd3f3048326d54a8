-- What tenants may ask for at most: a tenant names a plan and may differ from it. Of the threads
-- that a node has for requests (server-config: 64) one tenant of the standard plan holds half.
create table plan (
  name text primary key check (name ~ '^[a-z0-9](-?[a-z0-9]){0,39}$'),
  requests_per_second int not null check (requests_per_second > 0),
  concurrent_requests int not null check (concurrent_requests > 0),
  change bigint not null,
  created_at timestamptz not null default now()
);

create trigger plan_number_change before insert or update on plan
  for each row execute function number_change();

-- Until now a plan was a word that limited nobody, and an erased tenant had none.
insert into plan (name, requests_per_second, concurrent_requests) values ('standard', 1000, 32);
insert into plan (name, requests_per_second, concurrent_requests)
select distinct plan, 1000, 32 from tenant where plan not in ('', 'standard');
update tenant set plan = default where plan = '';

alter table tenant add foreign key (plan) references plan;
create index tenant_plan on tenant (plan);
