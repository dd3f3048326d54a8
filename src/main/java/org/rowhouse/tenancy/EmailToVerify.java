package org.rowhouse.tenancy;

import java.util.UUID;

/**
 * Somebody of the public signs up, and nothing has been made yet. An observer that wants the e-mail
 * address proven calls {@link #require} and sends the code; the sign-up then waits for a day until
 * the code comes back ({@code PUT /control/v1/operations/{operation}/verification}), and is undone
 * if it does not. Fired synchronously, with no tenant, possibly more than once.
 */
public final class EmailToVerify {

  private final UUID operation;
  private final String email;
  private final String name;
  private final String organization;
  private final String code;
  private boolean required;

  public EmailToVerify(
      UUID operation, String email, String name, String organization, String code) {
    this.operation = operation;
    this.email = email;
    this.name = name;
    this.organization = organization;
    this.code = code;
  }

  public UUID operation() {
    return operation;
  }

  public String email() {
    return email;
  }

  public String name() {
    return name;
  }

  public String organization() {
    return organization;
  }

  /** Opens this sign-up and nothing else: send it to the address and nowhere else. */
  public String code() {
    return code;
  }

  /** The sign-up waits for the code. */
  public void require() {
    required = true;
  }

  public boolean isRequired() {
    return required;
  }
}
