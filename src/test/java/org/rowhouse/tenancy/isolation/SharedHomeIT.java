package org.rowhouse.tenancy.isolation;

import org.rowhouse.tenancy.Isolation;

class SharedHomeIT extends HomeContract {
  SharedHomeIT() {
    super(Isolation.SHARED);
  }
}
