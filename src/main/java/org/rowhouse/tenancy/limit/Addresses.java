package org.rowhouse.tenancy.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import org.rowhouse.http.ClientAddress;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.cache.Place;

/** What is asked from the address of this request by those who have no tenant yet. */
@ApplicationScoped
class Addresses {

  private final Buckets buckets;
  private final Pseudonyms pseudonyms;
  private final Settings.Web settings;
  @Inject private HttpServletRequest request;

  Addresses() {
    this.buckets = null;
    this.pseudonyms = null;
    this.settings = null;
  }

  @Inject
  Addresses(Buckets buckets, Pseudonyms pseudonyms, Settings settings) {
    this.buckets = buckets;
    this.pseudonyms = pseudonyms;
    this.settings = settings.web();
  }

  /**
   * @throws TooMany when there were too many requests without a token
   */
  void countStranger() {
    count("stranger", Rate.perSecond(settings.strangersPerAddress()));
  }

  /**
   * @throws TooMany when too many passwords were tried
   */
  void countAttempt() {
    count("attempt", Rate.perMinute(settings.signInsPerAddress()));
  }

  /** What the address of this request is called in Redis. */
  String pseudonym() {
    return pseudonyms.of(ClientAddress.of(request, settings.trustedProxies()));
  }

  private void count(String kind, Rate rate) {
    Verdict verdict = buckets.take(Place.bucketOfStranger(pseudonym(), kind), rate);
    if (!verdict.isAllowed()) {
      throw TooMany.requests(verdict);
    }
  }
}
