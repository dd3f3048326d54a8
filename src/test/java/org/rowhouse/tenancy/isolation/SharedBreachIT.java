package org.rowhouse.tenancy.isolation;

import org.rowhouse.tenancy.Isolation;

class SharedBreachIT extends AssumedBreach {
  SharedBreachIT() {
    super(Isolation.SHARED);
  }
}
