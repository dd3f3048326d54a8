-- Who did what to which tenant. A chain for each tenant, called by its id, and one of the
-- installation, called by the nil UUID. Each entry holds the hash of the one before it.

-- The head of a chain: who appends locks it. The seal is made under a key that is not in here, so
-- whoever may write every table cannot write a chain anew.
create table audit_chain (
  id uuid primary key,
  number bigint not null check (number >= 0),
  hash text not null,
  seal text not null
);

-- Details are of type json, which keeps text as it came: it is part of the hash.
create table audit_entry (
  chain uuid not null,
  number bigint not null check (number > 0),
  at timestamptz not null,
  actor text not null check (actor <> ''),
  action text not null check (action ~ '^[A-Z][A-Z_]{0,59}$'),
  details json not null,
  previous text not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  primary key (chain, number)
);

create function refuse_change() returns trigger
  language plpgsql
  set search_path from current
as $$
begin
  raise exception '% of % is refused: the audit trail only grows', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_entry_only_grows before update or delete or truncate on audit_entry
  for each statement execute function refuse_change();
create trigger audit_chain_stays before delete or truncate on audit_chain
  for each statement execute function refuse_change();
-- Forwards by one entry, or a new seal for what it is.
create trigger audit_chain_only_grows before update on audit_chain for each row
  when (new.id <> old.id
        or not (new.number = old.number + 1 or new.number = old.number and new.hash = old.hash))
  execute function refuse_change();

-- The owner has no more rights here than he needs; a trigger that is switched off leaves these.
revoke update, delete, truncate on audit_entry from current_user;
revoke delete, truncate on audit_chain from current_user;
