package org.rowhouse.tenancy.isolation;

import org.rowhouse.tenancy.Isolation;

class SchemaBreachIT extends AssumedBreach {
  SchemaBreachIT() {
    super(Isolation.SCHEMA);
  }
}
