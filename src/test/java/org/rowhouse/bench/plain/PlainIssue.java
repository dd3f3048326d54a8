package org.rowhouse.bench.plain;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.rowhouse.tenancy.isolation.NullableUuidConverter;
import org.rowhouse.tenancy.isolation.WordsConverter;

/** An issue that is nobody's but the application's. */
@Entity
@Table(name = "issue", schema = "plain")
public class PlainIssue {

  /** As the product's. */
  public enum Status {
    OPEN,
    IN_PROGRESS,
    DONE
  }

  /** As the product's. */
  public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT
  }

  /** As the product's. */
  public record View(
      UUID id,
      UUID projectId,
      int number,
      String title,
      String description,
      Status status,
      Priority priority,
      UUID assignee,
      List<String> labels,
      Instant createdAt,
      Instant updatedAt) {}

  @Id
  @Column(name = "id")
  private UUID id;

  @Version
  @Column(name = "version")
  private long version;

  @Column(name = "project_id")
  private UUID projectId;

  @Column(name = "number")
  private int number;

  @Column(name = "title")
  private String title;

  @Column(name = "description")
  private String description;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  private Status status;

  @Enumerated(EnumType.STRING)
  @Column(name = "priority")
  private Priority priority;

  @Convert(converter = NullableUuidConverter.class)
  @Column(name = "assignee")
  private UUID assignee;

  @Convert(converter = WordsConverter.class)
  @Column(name = "labels")
  private List<String> labels;

  @Column(name = "labels", insertable = false, updatable = false)
  private String labelWords;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  protected PlainIssue() {}

  UUID id() {
    return id;
  }

  long version() {
    return version;
  }

  int number() {
    return number;
  }

  Instant createdAt() {
    return createdAt;
  }

  View view() {
    return new View(
        id,
        projectId,
        number,
        title,
        description,
        status,
        priority,
        assignee,
        labels,
        createdAt,
        updatedAt);
  }
}
