package org.rowhouse.controlplane.provisioning;

import java.util.Optional;

/**
 * Who asks for something to be done to a tenant.
 *
 * @param operator the operator's id; empty for the public
 * @param address where the public asks from; empty for operators
 */
public record Asker(Optional<String> operator, Optional<String> address) {

  static Asker operator(String id) {
    return new Asker(Optional.of(id), Optional.empty());
  }

  static Asker at(String address) {
    return new Asker(Optional.empty(), Optional.of(address));
  }
}
