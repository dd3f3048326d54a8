package org.rowhouse.controlplane;

/** Work under way that a leaving node ends first. Every CDI bean of this type is asked. */
public interface Unfinished {

  /** For example {@code requests}. */
  String name();

  /** How much there is at this moment. */
  int count();

  /** Whether there is none, and none is likely to come. */
  boolean isQuiet();
}
