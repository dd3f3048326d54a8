package org.rowhouse.tenantplane.issue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.util.UUID;
import org.rowhouse.tenancy.isolation.TenantEntity;

/** The last issue number of a project; its id is the project's. */
@Entity
@Table(name = "issue_counter")
public class IssueCounter extends TenantEntity {

  @Column(name = "last_number")
  private int lastNumber;

  protected IssueCounter() {}

  IssueCounter(UUID projectId) {
    super(projectId);
  }

  int next() {
    return ++lastNumber;
  }
}
