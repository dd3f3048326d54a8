package org.rowhouse.http;

import java.util.Optional;

/** Knows the failures of one technology and what they mean to a client. */
public interface FailureTranslator {

  /** The problem that {@code thrown} itself (not its causes) stands for, if it is known. */
  Optional<Problem> translate(Throwable thrown);
}
