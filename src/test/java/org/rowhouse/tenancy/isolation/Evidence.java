package org.rowhouse.tenancy.isolation;

import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.tenancy.Home;

/** What the superuser sees of globex: its rows, and what stands around them. */
final class Evidence implements AutoCloseable {

  /** Whatever decides who sees what, and a role's own settings. */
  private static final String WALLS =
      """
      select md5(string_agg(line, ';' order by line)) from (
        select format('%s %s %s %s %s %s', c.oid, c.relname, c.relowner, c.relacl,
                      c.relrowsecurity, c.relforcerowsecurity) as line
        from pg_class c where c.relnamespace >= 16384 and c.relkind in ('r', 'v', 'm', 'p', 'f', 'S')
        union all
        select format('%s %s %s %s %s', polrelid, polname, polcmd, polroles, polqual) from pg_policy
        union all
        select format('%s %s %s %s %s', proname, prosecdef, proacl, proconfig, prosrc) from pg_proc
        where oid >= 16384
        union all
        select format('%s %s %s', nspname, nspowner, nspacl) from pg_namespace
        where nspname not like 'pg_toast%'
        union all
        select format('%s %s %s %s', rolname, rolsuper, rolbypassrls, rolcreaterole) from pg_roles
        union all
        select format('%s %s', roleid, member) from pg_auth_members
        union all
        select format('%s %s %s', setdatabase, setrole, setconfig) from pg_db_role_setting
        union all
        select extname::text from pg_extension
      ) walls
      """;

  private final Inhabitant acme;
  private final Inhabitant globex;
  private final Session atAcme;
  private final Session atGlobex;
  private final String rows;
  private final List<String> keys;

  Evidence(Neighbours neighbours) throws SQLException {
    acme = neighbours.acme;
    globex = neighbours.globex;
    atAcme = superuser(acme);
    atGlobex = superuser(globex);
    rows =
        Neighbours.tables().stream()
            .map(
                table ->
                    "select string_agg(t::text, ';' order by t::text) as line from %s.%s t"
                            .formatted(globex.home().schema(), table)
                        + " where tenant_id = '%s'".formatted(globex.id()))
            .collect(
                Collectors.joining(
                    " union all ",
                    "select string_agg(line, ';' order by line) from (",
                    ") all_rows"));
    keys =
        Stream.of(
                key(atAcme, "inner"),
                key(atAcme, "outer"),
                key(atGlobex, "inner"),
                key(atGlobex, "outer"))
            .flatMap(hex -> Stream.of(hex, decimal(hex)))
            .toList();
  }

  private static Session superuser(Inhabitant of) throws SQLException {
    return new Session(EmbeddedDatabase.shared().superuser(of.home().database()).getConnection());
  }

  private static String key(Session at, String which) throws SQLException {
    return at.ask("select encode(" + which + "_pad, 'hex') from guard.context_key");
  }

  /** As PostgreSQL prints a constant in a plan. */
  private static String decimal(String hex) {
    StringBuilder bytes = new StringBuilder();
    for (byte b : HexFormat.of().parseHex(hex)) {
      bytes.append(b).append(' ');
    }
    return bytes.toString();
  }

  /** What attempts did to acme's own rows is undone, so that each finds the same. */
  void restoreAcme() throws SQLException {
    remove(atAcme, acme.home());
    if (!acme.home().equals(globex.home())) {
      remove(atGlobex, globex.home());
    }
    atAcme.run("set search_path = " + acme.home().schema() + ";" + acme.rows());
  }

  private void remove(Session at, Home home) throws SQLException {
    for (String table : List.of("project", "member", "idempotency_key")) {
      at.run("delete from %s.%s where tenant_id = '%s'".formatted(home.schema(), table, acme.id()));
    }
  }

  /** All rows of globex, and a print of everything that protects them. */
  String ofGlobex() throws SQLException {
    return atGlobex.ask(rows) + " " + atGlobex.ask(WALLS) + " " + atAcme.ask(WALLS);
  }

  /** The secret in the forms in which it could come to light. */
  List<String> keys() {
    return keys;
  }

  @Override
  public void close() throws SQLException {
    atAcme.close();
    atGlobex.close();
  }
}
