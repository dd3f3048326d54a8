package org.rowhouse.tenantplane.invitation;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.isolation.NullableUuidConverter;
import org.rowhouse.tenancy.isolation.TenantEntity;
import org.rowhouse.tenancy.isolation.WordsConverter;
import org.rowhouse.tenantplane.member.Member;
import org.rowhouse.tenantplane.member.Ticket;

/** Somebody may become a member. */
@Entity
@Table(name = "invitation")
public class Invitation extends TenantEntity {

  private static final Duration LIFE = Duration.ofDays(7);

  @Column(name = "email")
  private String email;

  @Convert(converter = WordsConverter.class)
  @Column(name = "roles")
  private List<String> roles;

  @Column(name = "secret_hash")
  private String secretHash;

  /** Null for who gave it with a token of an external issuer. */
  @Convert(converter = NullableUuidConverter.class)
  @Column(name = "invited_by")
  private UUID invitedBy;

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  @Column(name = "expires_at")
  private Instant expiresAt = createdAt.plus(LIFE);

  protected Invitation() {}

  Invitation(String email, List<String> roles, Optional<UUID> invitedBy) {
    this.email = Member.normal(email);
    this.roles = roles.stream().distinct().sorted().toList();
    this.invitedBy = invitedBy.orElse(null);
  }

  /** It is accepted by who has this ticket. */
  void closeWith(Ticket ticket) {
    secretHash = ticket.hash();
  }

  /** Whether this ticket opens it now, given that who gave it still may. */
  boolean opensWith(Ticket ticket) {
    return ticket.matches(secretHash) && expiresAt.isAfter(Instant.now());
  }

  String email() {
    return email;
  }

  List<String> roles() {
    return roles;
  }

  Optional<UUID> invitedBy() {
    return Optional.ofNullable(invitedBy);
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant expiresAt() {
    return expiresAt;
  }
}
