package org.rowhouse.tenancy.isolation;

import java.util.UUID;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/**
 * A tenant with a row in every table.
 *
 * @param word stands in every text of its rows, and nowhere else
 */
record Inhabitant(TenantId id, Home home, String word, UUID member, UUID project, UUID issue) {

  static Inhabitant of(Home home, String name) {
    TenantId id = new TenantId(Ids.next());
    return new Inhabitant(id, home, name + "-canary", Ids.next(), Ids.next(), Ids.next());
  }

  /** Statements for a connection that is inside this tenant. */
  String rows() {
    return """
        insert into member values ('{t}', '{member}', 1, '{word}@x.example', '{word}', '{word}', '{word}', now());
        insert into session values ('{t}', '{any}', 1, '{member}', '{word}', now(), now());
        insert into idempotency_key values ('{t}', '{any}', 1, '{word}', 201, '{word}', '{word}', '{word}', now());
        insert into project values ('{t}', '{project}', 1, 'KEY', '{word}', '{word}', now(), now());
        insert into issue values ('{t}', '{issue}', 1, '{project}', 1, '{word}', '{word}', 'OPEN', 'LOW', '{member}', '{word}', now(), now());
        insert into issue_counter values ('{t}', '{project}', 1, 1);
        insert into comment values ('{t}', '{any}', 1, '{issue}', '{member}', '{word}', now(), now());
        """
        .replace("{t}", id.toString())
        .replace("{member}", member.toString())
        .replace("{project}", project.toString())
        .replace("{issue}", issue.toString())
        .replace("{any}", Ids.next().toString())
        .replace("{word}", word);
  }
}
