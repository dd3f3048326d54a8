package org.rowhouse.controlplane.provisioning;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.rowhouse.tenancy.Isolation;

/**
 * A sign-up as it comes in.
 *
 * @param slug derived from {@code organization} when absent
 * @param isolation SHARED when absent; only operators choose
 * @param server where a home of its own, or the shared home, lies; only operators choose
 * @param seed whether sample data is wanted; only operators choose
 */
public record SignUpBody(
    @NotBlank @Size(max = 200) String organization,
    @Size(max = 40) String slug,
    Isolation isolation,
    @Size(max = 40) String server,
    @NotNull @Valid AdminBody admin,
    Boolean seed) {

  /** The first member. */
  public record AdminBody(
      @NotBlank @Email @Size(max = 254) String email,
      @NotBlank @Size(max = 200) String name,
      @NotNull @Size(min = 10, max = 200) String password) {
    @Override
    public String toString() {
      return "AdminBody[]";
    }
  }

  /** Whether it asks for what only operators may choose. */
  boolean isOperatorsChoice() {
    return (isolation != null && isolation != Isolation.SHARED)
        || server != null
        || Boolean.TRUE.equals(seed);
  }
}
