package org.rowhouse.tenancy.isolation;

import org.rowhouse.tenancy.Isolation;

class SchemaHomeIT extends HomeContract {
  SchemaHomeIT() {
    super(Isolation.SCHEMA);
  }
}
