package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Set;

/** Applies merge patches and validates what comes out. */
@ApplicationScoped
public class Patching {

  private final Validator validator;

  Patching() {
    this(null);
  }

  @Inject
  public Patching(Validator validator) {
    this.validator = validator;
  }

  /**
   * {@code current} with the patch laid over it, valid.
   *
   * @throws Problem 400 for unknown members and wrong types
   * @throws ConstraintViolationException answered as 400, for values that are not allowed
   */
  public <T extends Record> T apply(MergePatch patch, T current) {
    T patched = patch.applyTo(current);
    Set<ConstraintViolation<T>> violations = validator.validate(patched);
    if (!violations.isEmpty()) {
      throw new ConstraintViolationException(violations);
    }
    return patched;
  }
}
