package org.rowhouse.tenantplane.member;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.cache.Kept;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.isolation.CascadesInDatabase;
import org.rowhouse.tenancy.isolation.TenantEntity;
import org.rowhouse.tenancy.isolation.WordsConverter;
import org.rowhouse.tenantplane.member.MembersResource.KeptMember;

/** A user of one tenant. */
@Entity
@Table(name = "member")
@CascadesInDatabase
public class Member extends TenantEntity {

  static final String ADMIN = "admin";

  @Column(name = "email")
  private String email;

  @Column(name = "name")
  private String name;

  @Convert(converter = WordsConverter.class)
  @Column(name = "roles")
  private List<String> roles;

  /** The same column as text, for queries. */
  @Column(name = "roles", insertable = false, updatable = false)
  private String roleWords;

  @Column(name = "password_hash")
  private String passwordHash;

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  protected Member() {}

  Member(String email, String name, List<String> roles, String passwordHash) {
    this.email = normal(email);
    this.name = name;
    this.roles = roles.stream().distinct().sorted().toList();
    this.passwordHash = passwordHash;
  }

  @Override
  protected List<Kept> keptIn() {
    return List.of(new Kept(KeptMember.REGION, Key.of(id())));
  }

  /** E-mail addresses differ in more than case. */
  public static String normal(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  void change(String email, String name, List<String> roles) {
    this.email = normal(email);
    this.name = name;
    this.roles = roles.stream().distinct().sorted().toList();
  }

  public String email() {
    return email;
  }

  public String name() {
    return name;
  }

  public List<String> roles() {
    return roles;
  }

  public boolean isAdmin() {
    return roles.contains(ADMIN);
  }

  String passwordHash() {
    return passwordHash;
  }

  void changePassword(String hash) {
    this.passwordHash = hash;
  }

  Instant createdAt() {
    return createdAt;
  }
}
