package org.rowhouse.tenantplane.member;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.isolation.TenantEntity;

/** One sign-in of a member: the family of refresh tokens that follow each other. */
@Entity
@Table(name = "session")
public class Session extends TenantEntity {

  @Column(name = "member_id")
  private UUID memberId;

  @Column(name = "secret_hash")
  private String secretHash;

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected Session() {}

  Session(Member member) {
    this.memberId = member.id();
  }

  /** From now on only this secret refreshes. */
  void renew(String secretHash, Duration lifetime) {
    this.secretHash = secretHash;
    this.expiresAt = Times.now().plus(lifetime);
  }

  UUID memberId() {
    return memberId;
  }

  String secretHash() {
    return secretHash;
  }

  boolean isExpired() {
    return expiresAt.isBefore(Instant.now());
  }
}
