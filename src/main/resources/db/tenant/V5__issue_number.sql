-- The row that is inserted brings its number back: no statement before it asks for one. A number
-- that is given stays, so that older code goes on while nodes change, and rows that return from
-- elsewhere keep theirs.
create function number_issue() returns trigger
  language plpgsql
as $$
begin
  insert into issue_counter as c (tenant_id, id, version, last_number)
    values (new.tenant_id, new.project_id, 1, 1)
    on conflict (tenant_id, id) do update set last_number = c.last_number + 1
    returning last_number into new.number;
  return new;
end $$;

create trigger number_issue before insert on issue
  for each row when (new.number is null) execute function number_issue();
