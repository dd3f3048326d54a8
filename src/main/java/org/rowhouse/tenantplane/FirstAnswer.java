package org.rowhouse.tenantplane;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.Json;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.isolation.TenantEntity;

/** The first answer to a POST with an Idempotency-Key. */
@Entity
@Table(name = "idempotency_key")
public class FirstAnswer extends TenantEntity {

  @Column(name = "fingerprint")
  private String fingerprint;

  @Column(name = "status")
  private int status;

  @Column(name = "location")
  private String location;

  @Column(name = "etag")
  private String etag;

  @Column(name = "body")
  private String body = "";

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  protected FirstAnswer() {}

  FirstAnswer(UUID id, String fingerprint) {
    super(id);
    this.fingerprint = fingerprint;
  }

  String fingerprint() {
    return fingerprint;
  }

  boolean isYoungerThan(Duration age) {
    return createdAt.plus(age).isAfter(Instant.now());
  }

  void keep(Response answer) {
    status = answer.getStatus();
    location = answer.getHeaderString(HttpHeaders.LOCATION);
    etag = answer.getHeaderString(HttpHeaders.ETAG);
    body = answer.getEntity() == null ? "" : Json.text(answer.getEntity());
  }

  Response again() {
    return Response.status(status)
        .header(HttpHeaders.LOCATION, location)
        .header(HttpHeaders.ETAG, etag)
        .type(MediaType.APPLICATION_JSON)
        .entity(body.getBytes(StandardCharsets.UTF_8))
        .build();
  }
}
