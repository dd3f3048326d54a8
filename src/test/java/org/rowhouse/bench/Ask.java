package org.rowhouse.bench;

import java.util.List;

/** A kind of request, each side of the scales with its own. */
enum Ask {
  LIST("list", "/api/v1/projects/%s/issues?limit=%d"),
  PLAIN_LIST("list without tenancy", "/plain/api/v1/projects/%s/issues?limit=%d"),
  TRANSACTIONAL_LIST(
      "the same in a transaction", "/plain/api/v1/in-transaction/projects/%s/issues?limit=%d"),
  GET("get", "/api/v1/issues/%s"),
  PLAIN_GET("get without tenancy", "/plain/api/v1/issues/%s");

  static final List<Ask> LISTS = List.of(LIST, PLAIN_LIST, TRANSACTIONAL_LIST);
  static final List<Ask> GETS = List.of(GET, PLAIN_GET);

  private final String title;
  private final String path;

  Ask(String title, String path) {
    this.title = title;
    this.path = path;
  }

  String title() {
    return title;
  }

  /** The product's own of this kind. */
  Ask original() {
    return isList() ? LIST : GET;
  }

  private boolean isList() {
    return path.contains("limit");
  }

  /** The path for {@code customer}, with the query. */
  String path(Customer customer, Settings settings) {
    return isList()
        ? path.formatted(customer.projectId(), settings.limit())
        : path.formatted(customer.issueId());
  }

  /** How many canaries a right answer has. */
  int rows(Settings settings) {
    return isList() ? Math.min(settings.limit(), settings.issues()) : 1;
  }
}
