package org.rowhouse.tenantplane.issue;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.cache.Kept;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.isolation.AssignedByDatabase;
import org.rowhouse.tenancy.isolation.NullableUuidConverter;
import org.rowhouse.tenancy.isolation.TenantEntity;
import org.rowhouse.tenancy.isolation.WordsConverter;

/** Something to be done in a project. */
@Entity
@Table(name = "issue")
public class Issue extends TenantEntity {

  /** How far it is. */
  public enum Status {
    OPEN,
    IN_PROGRESS,
    DONE
  }

  /** How much it matters. */
  public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    URGENT
  }

  @Column(name = "project_id", updatable = false)
  private UUID projectId;

  /** Counted in each project; none is skipped. */
  @AssignedByDatabase
  @Column(name = "number", updatable = false)
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

  /** The same column as text, for queries. */
  @Column(name = "labels", insertable = false, updatable = false)
  private String labelWords;

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  @Column(name = "updated_at")
  private Instant updatedAt = createdAt;

  protected Issue() {}

  Issue(UUID projectId) {
    this.projectId = projectId;
  }

  @Override
  protected List<Kept> keptIn() {
    return List.of(
        new Kept(KeptIssue.REGION, Key.of(id())), new Kept(KeptPage.REGION, Key.of(projectId)));
  }

  Issue with(
      String title,
      String description,
      Status status,
      Priority priority,
      UUID assignee,
      List<String> labels) {
    this.title = title;
    this.description = description;
    this.status = status;
    this.priority = priority;
    this.assignee = assignee;
    this.labels = labels.stream().distinct().sorted().toList();
    return this;
  }

  void touch() {
    updatedAt = Times.now();
  }

  UUID projectId() {
    return projectId;
  }

  int number() {
    return number;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  Status status() {
    return status;
  }

  Priority priority() {
    return priority;
  }

  UUID assignee() {
    return assignee;
  }

  List<String> labels() {
    return labels;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
