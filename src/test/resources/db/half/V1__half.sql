create table first_half (id int);
select 1 / 0;
create table second_half (id int);
