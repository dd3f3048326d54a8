package org.rowhouse.tenancy.isolation;

import org.rowhouse.tenancy.Isolation;

class DatabaseBreachIT extends AssumedBreach {
  DatabaseBreachIT() {
    super(Isolation.DATABASE);
  }
}
