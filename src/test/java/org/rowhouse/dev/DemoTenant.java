package org.rowhouse.dev;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A made-up customer, from {@code demo.yaml}. Everybody in it has the same password: it guards
 * sample data on loopback, and the README can show it.
 */
record DemoTenant(
    String slug,
    String organization,
    String isolation,
    List<Person> members,
    List<Project> projects) {
  static final String PASSWORD = "try-rowhouse-here";

  record Person(String name, List<String> roles) {}

  record Project(String key, String name, String description, List<Issue> issues) {}

  record Issue(
      String title,
      String description,
      String status,
      String priority,
      String assignee,
      List<String> labels,
      List<Comment> comments) {
    Issue {
      comments = comments == null ? List.of() : comments;
    }
  }

  record Comment(String author, String body) {}

  /** The first member signs the tenant up. */
  Person admin() {
    return members.get(0);
  }

  /** {@code ada@acme.example} of Ada Byron. */
  String email(String name) {
    return "%s@%s.example".formatted(name.split(" ")[0].toLowerCase(Locale.ROOT), slug);
  }

  static List<DemoTenant> all() throws IOException {
    try (var in = DemoTenant.class.getResourceAsStream("demo.yaml")) {
      var yaml = new ObjectMapper(new YAMLFactory());
      return Arrays.asList(yaml.readValue(in, DemoTenant[].class));
    }
  }
}
