package org.rowhouse.proof;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.contract.Route;

/** A tenant with one row of everything, by collection. */
record Settled(Account account, Map<String, String> ids) {

  static Settled in(Product product, Wire wire, String isolation) throws IOException {
    Account as = product.tenant(wire, isolation);
    String member = as.all(wire, "/members").get(0).path("id").asText();
    String project =
        as.created(wire, "/projects", Map.of("key", "ONE", "name", "canary-" + as.slug()))
            .get("id");
    String issue =
        as.created(
                wire,
                "/projects/" + project + "/issues",
                Map.of("title", "canary-" + as.slug(), "labels", List.of("one")))
            .get("id");
    String comment =
        as.created(wire, "/issues/" + issue + "/comments", Map.of("body", "canary-" + as.slug()))
            .get("id");
    String invitation =
        as.created(wire, "/invitations", Map.of("email", "canary@" + as.slug() + ".example"))
            .get("id");
    String domain =
        as.created(wire, "/domains", Map.of("name", "canary." + as.slug() + ".example")).get("id");
    return new Settled(
        as,
        Map.of(
            "members", member,
            "projects", project,
            "issues", issue,
            "comments", comment,
            "invitations", invitation,
            "domains", domain));
  }

  /** The id of this tenant that a route asks for. */
  String idFor(Route route) {
    String id = ids.get(route.collection());
    if (id == null) {
      throw new AssertionError(route + ": teach Settled to make one of " + route.collection());
    }
    return id;
  }

  /** Everything that the tenant has, as text. */
  String everything(Wire wire) throws IOException {
    return account.all(wire, "/members")
        + "\n"
        + account.all(wire, "/projects")
        + account.all(wire, "/invitations")
        + account.all(wire, "/domains")
        + account.all(wire, "/audit")
        + account.all(wire, "/projects/" + ids.get("projects") + "/issues")
        + account.all(wire, "/issues/" + ids.get("issues") + "/comments");
  }
}
