package org.rowhouse.tenancy.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.cache.Place;

/**
 * Attempts at what only somebody certain may do: to sign in, to refresh, to accept. They count
 * before a member is looked up or a password hashed, and for somebody who does not exist as for
 * anybody else, so that a refusal tells nothing.
 */
@ApplicationScoped
public class Attempts {

  /**
   * More than who mistypes needs. At this rate the ten thousand commonest passwords take a day, and
   * a member whom strangers keep from signing in still has the sessions that are open.
   */
  private static final Rate FOR_ONE = Rate.perMinute(10);

  private final Buckets buckets;
  private final Addresses addresses;
  private final Pseudonyms pseudonyms;
  private final CurrentTenant current;

  Attempts() {
    this(null, null, null, null);
  }

  @Inject
  Attempts(Buckets buckets, Addresses addresses, Pseudonyms pseudonyms, CurrentTenant current) {
    this.buckets = buckets;
    this.addresses = addresses;
    this.pseudonyms = pseudonyms;
    this.current = current;
  }

  /**
   * Counts one that costs a password's hash, for the address that it comes from too.
   *
   * @param kind {@code [a-z-]+}; different kinds are counted apart
   * @param who in the current tenant, or, where there is none, in none
   * @throws TooMany when there were too many
   */
  public void countFromAnywhere(String kind, String... who) {
    addresses.countAttempt();
    count(kind, who);
  }

  /**
   * As {@link #countFromAnywhere}, but from each address apart: nobody elsewhere can use up the
   * attempts of somebody who has no open session to go on with.
   *
   * @throws TooMany when there were too many
   */
  public void countFromHere(String kind, String who) {
    addresses.countAttempt();
    count(kind, who, addresses.pseudonym());
  }

  /** The last one {@link #countFromHere} was right and does not count for who made it. */
  public void succeededFromHere(String kind, String who) {
    succeeded(kind, who, addresses.pseudonym());
  }

  /**
   * The last one was right and does not count for who made it: guessing is limited, work is not.
   */
  public void succeeded(String kind, String... who) {
    buckets.giveBack(name(kind, who));
  }

  /**
   * Counts one of somebody whom no stranger can name.
   *
   * @param kind see {@link #countFromAnywhere}; so {@code who}
   * @throws TooMany when there were too many
   */
  public void count(String kind, String... who) {
    Verdict verdict = buckets.take(name(kind, who), FOR_ONE);
    if (!verdict.isAllowed()) {
      throw TooMany.requests(verdict);
    }
  }

  private String name(String kind, String... who) {
    String pseudonym = pseudonyms.of(who);
    return current.isPresent()
        ? Place.bucket(current.get().id(), kind, pseudonym)
        : Place.bucketOfStranger(pseudonym, kind);
  }
}
