package org.rowhouse.proof.hunt;

/** What a tenant owns, and where one of it is found. */
enum Kind {
  MEMBER("/members/"),
  PROJECT("/projects/"),
  ISSUE("/issues/"),
  COMMENT("/comments/");

  private final String path;

  Kind(String path) {
    this.path = path;
  }

  String path(String id) {
    return path + id;
  }
}
