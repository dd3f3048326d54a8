package org.rowhouse.tenantplane.comment;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.isolation.NullableUuidConverter;
import org.rowhouse.tenancy.isolation.TenantEntity;

/** Something said about an issue. */
@Entity
@Table(name = "comment")
public class Comment extends TenantEntity {

  @Column(name = "issue_id")
  private UUID issueId;

  @Convert(converter = NullableUuidConverter.class)
  @Column(name = "author")
  private UUID author;

  @Column(name = "body")
  private String body;

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  @Column(name = "updated_at")
  private Instant updatedAt = createdAt;

  protected Comment() {}

  Comment(UUID issueId, UUID author, String body) {
    this.issueId = issueId;
    this.author = author;
    this.body = body;
  }

  void change(String body) {
    this.body = body;
    this.updatedAt = Times.now();
  }

  UUID issueId() {
    return issueId;
  }

  UUID author() {
    return author;
  }

  String body() {
    return body;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
