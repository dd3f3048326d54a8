package org.rowhouse.proof.hunt;

import java.util.Map;
import java.util.UUID;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.hunt.Model.Row;

/** Requests that end in an exception inside the server: after each, nothing may linger. */
final class BadRequests {

  private BadRequests() {}

  static Move.Mix mix() {
    return new Move.Mix()
        .with(3, BadRequests::takenKey)
        .with(2, visit -> visit.send(visit.as().post("/projects", Map.of("name", "")), 400))
        .with(2, BadRequests::tenantInBody)
        .with(2, visit -> visit.send(visit.as().post("/projects", "{\"name\": "), 400))
        .with(2, visit -> visit.send(visit.as().get("/issues/" + UUID.randomUUID()), 404))
        .with(1, visit -> visit.send(visit.as().get("/projects?limit=-1"), 400))
        .with(1, visit -> visit.send(visit.as().get("/projects?cursor=Zm9yZ2Vk"), 400))
        .with(3, BadRequests::stale)
        .with(2, BadRequests::unconditional)
        .with(2, BadRequests::strangersAssignee)
        .with(1, visit -> visit.send(Call.get("/api/v1/me").host(visit.as().host()), 401))
        .with(2, BadRequests::wrongHost)
        .with(2, BadRequests::forwardedHost)
        .with(2, BadRequests::forgedToken)
        .with(2, BadRequests::strangersCursor)
        .with(1, BadRequests::closed);
  }

  /** A conflict that only the database sees. */
  private static void takenKey(Visit visit) {
    visit
        .any(Kind.PROJECT)
        .ifPresent(
            row -> {
              Map<String, Object> body =
                  Map.of("key", row.get("key"), "name", visit.tenant().canary());
              visit.send(visit.as().post("/projects", body), 409);
            });
  }

  private static void tenantInBody(Visit visit) {
    Map<String, Object> body =
        Map.of(
            "key", visit.tenant().projectKey(),
            "name", visit.tenant().canary(),
            "tenantId", visit.stranger().account.tenantId());
    visit.send(visit.as().post("/projects", body), 400);
  }

  private static void stale(Visit visit) {
    visit
        .any(Kind.ISSUE)
        .ifPresent(
            row ->
                visit.send(
                    visit.as().patch(path(row), "\"987654\"", Map.of("title", "never")), 412));
  }

  private static void unconditional(Visit visit) {
    visit.any(Kind.ISSUE).ifPresent(row -> visit.send(visit.as().call("DELETE", path(row)), 428));
  }

  private static String path(Row issue) {
    return Kind.ISSUE.path(issue.id());
  }

  private static void strangersAssignee(Visit visit) {
    var project = visit.any(Kind.PROJECT);
    var member = visit.stranger().model.any(Kind.MEMBER, visit.random());
    if (project.isPresent() && member.isPresent()) {
      Map<String, Object> body =
          Map.of("title", visit.tenant().canary(), "assignee", member.get().id());
      visit.send(
          visit.as().post("/projects/" + project.get().id() + "/issues", body), 400, 409, 422);
    }
  }

  /** A token of one tenant on the host of another. */
  private static void wrongHost(Visit visit) {
    visit.send(
        Call.get("/api/v1/projects")
            .host(visit.stranger().account.host())
            .token(visit.as().token()),
        403);
  }

  /** Nobody here is a trusted proxy. */
  private static void forwardedHost(Visit visit) {
    visit.send(
        visit.as().get("/me").header("X-Forwarded-Host", visit.stranger().account.host()), 200);
  }

  /** What a stranger's token says, under a signature of another. */
  private static void forgedToken(Visit visit) {
    Account stranger = visit.stranger().account;
    String[] said = stranger.token().split("\\.");
    String token = said[0] + "." + said[1] + "." + visit.as().token().split("\\.")[2];
    visit.send(Call.get("/api/v1/projects").host(stranger.host()).token(token), 401);
  }

  /** The place in a stranger's list, taken for a place in an own one. */
  private static void strangersCursor(Visit visit) {
    Hunted stranger = visit.stranger();
    var mine = visit.any(Kind.PROJECT);
    var theirs = stranger.model.any(Kind.PROJECT, visit.random());
    if (mine.isEmpty() || theirs.isEmpty()) {
      return;
    }
    Answer page =
        visit.witness().send(stranger, stranger.account.get(firstOf(theirs.get().id())), 200, 404);
    page.next()
        .ifPresent(
            next ->
                visit.send(
                    visit
                        .as()
                        .get(
                            firstOf(mine.get().id())
                                + next.replaceFirst(".*[?&](cursor=[^&]*).*", "&$1")),
                    400));
  }

  private static String firstOf(String project) {
    return Kind.PROJECT.path(project) + "/issues?limit=1";
  }

  /** A session that has ended, a tenant that is suspended. */
  private static void closed(Visit visit) {
    Hunted tenant = visit.all().get(0);
    tenant.closed.forEach((call, status) -> visit.witness().send(tenant, call, status));
  }
}
