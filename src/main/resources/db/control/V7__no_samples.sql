-- PostgreSQL keeps samples of values for its planner, also of rows that are long gone. Of words that a
-- tenant chose it keeps none: every query that looks for one goes by a unique index.
alter table tenant alter column slug set statistics 0, alter column organization set statistics 0;
alter table former_slug alter column slug set statistics 0;
alter table domain alter column name set statistics 0, alter column token set statistics 0;
alter table operation
  alter column request set statistics 0,
  alter column idempotency_key set statistics 0,
  alter column error set statistics 0;
alter table operation_step alter column result set statistics 0;
