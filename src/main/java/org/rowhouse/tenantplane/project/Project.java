package org.rowhouse.tenantplane.project;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.cache.Kept;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.isolation.CascadesInDatabase;
import org.rowhouse.tenancy.isolation.TenantEntity;
import org.rowhouse.tenantplane.project.ProjectsResource.KeptProject;

/** A project of one tenant. */
@Entity
@Table(name = "project")
@CascadesInDatabase
public class Project extends TenantEntity {

  @Column(name = "key")
  private String key;

  @Column(name = "name")
  private String name;

  @Column(name = "description")
  private String description;

  @Column(name = "created_at")
  private Instant createdAt = Times.now();

  @Column(name = "updated_at")
  private Instant updatedAt = createdAt;

  protected Project() {}

  public Project(String key, String name, String description) {
    this.key = key;
    this.name = name;
    this.description = description;
  }

  @Override
  protected List<Kept> keptIn() {
    return List.of(new Kept(KeptProject.REGION, Key.of(id())));
  }

  void change(String key, String name, String description) {
    this.key = key;
    this.name = name;
    this.description = description;
    this.updatedAt = Times.now();
  }

  String key() {
    return key;
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
