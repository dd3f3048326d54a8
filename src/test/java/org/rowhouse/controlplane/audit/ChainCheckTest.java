package org.rowhouse.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.AuditVerification;

/** What a look along a chain finds. */
class ChainCheckTest {

  private static final TenantId TENANT = new TenantId(UUID.randomUUID());
  private static final Instant BEGUN = Instant.parse("2026-11-22T10:00:00.123456Z");

  private final List<Link> chain = new ArrayList<>();
  private Head head = head(0, "", BEGUN);
  private Instant latestBeginning;
  private boolean sealed = true;

  ChainCheckTest() {
    for (String action : List.of("A", "B", "C", "D", "E")) {
      Link link =
          Link.after(
              head, TENANT.value(), "service", Deed.of(TENANT, action).with("x", "1").with("a", 2));
      chain.add(link);
      head = head(link.number(), link.hash(), link.at().plusSeconds(1));
    }
  }

  private static Head head(long number, String hash, Instant at) {
    return new Head(number, hash, "", at);
  }

  private AuditVerification verify() {
    ChainCheck check = new ChainCheck();
    chain.forEach(link -> check.next(link, latestBeginning));
    check.end(head.number(), head.hash(), sealed);
    return check.result(BEGUN);
  }

  private void finds(long at, String fault) {
    AuditVerification found = verify();
    assertThat(found.intact()).isFalse();
    assertThat(found.faultAt()).isEqualTo(at);
    assertThat(found.fault()).isEqualTo("Entry " + at + " " + fault);
  }

  private Link changed(int index, String actor, String details, Instant at) {
    Link link = chain.get(index);
    return new Link(
        link.chain(),
        link.number(),
        at,
        actor,
        link.action(),
        details,
        link.previous(),
        link.hash());
  }

  @Test
  void a_chain_as_it_was_written_is_intact() {
    AuditVerification found = verify();
    assertThat(found.intact()).isTrue();
    assertThat(found.entries()).isEqualTo(5);
    assertThat(found.head()).isEqualTo(chain.get(4).hash());
    assertThat(found.fault()).isNull();
    assertThat(chain.get(0).details()).isEqualTo("{\"a\":\"2\",\"x\":\"1\"}");
  }

  @Test
  void a_changed_entry_is_found_whatever_was_changed() {
    Link link = chain.get(2);
    for (Link other :
        List.of(
            changed(2, "operator:x", link.details(), link.at()),
            changed(2, link.actor(), "{}", link.at()),
            changed(2, link.actor(), link.details() + " ", link.at()),
            changed(2, link.actor(), link.details(), link.at().plusNanos(1000)))) {
      chain.set(2, other);
      finds(3, "was changed");
    }
  }

  @Test
  void a_removed_entry_is_found_wherever_it_was() {
    Link last = chain.remove(4);
    finds(5, "is missing");
    chain.add(last);
    Link middle = chain.remove(2);
    finds(3, "is missing");
    chain.add(2, middle);
    chain.remove(0);
    finds(1, "is missing");
    chain.clear();
    finds(1, "is missing");
  }

  @Test
  void entries_that_changed_places_are_found_even_with_their_numbers_made_to_fit() {
    Collections.swap(chain, 1, 2);
    chain.set(1, renumbered(chain.get(1), 2));
    chain.set(2, renumbered(chain.get(2), 3));
    finds(2, "does not follow the entry before it");
  }

  private static Link renumbered(Link link, long number) {
    return new Link(
        link.chain(),
        number,
        link.at(),
        link.actor(),
        link.action(),
        link.details(),
        link.previous(),
        link.hash());
  }

  @Test
  void an_entry_that_was_made_anew_does_not_fit_the_next_and_the_last_not_the_head() {
    Link forged = Link.after(head(3, chain.get(2).hash(), BEGUN), TENANT.value(), "x", deed());
    chain.set(3, forged);
    finds(5, "does not follow the entry before it");
    chain.set(4, Link.after(head(4, forged.hash(), BEGUN), TENANT.value(), "x", deed()));
    finds(5, "is not the one that the head tells of");
  }

  private static Deed deed() {
    return Deed.of(TENANT, "FORGED");
  }

  @Test
  void an_entry_past_the_head_is_found() {
    chain.add(Link.after(head, TENANT.value(), "x", deed()));
    finds(6, "was added past the head");
  }

  @Test
  void a_chain_of_another_tenant_is_not_this_ones() {
    UUID other = UUID.randomUUID();
    chain.replaceAll(
        l ->
            new Link(
                other,
                l.number(),
                l.at(),
                l.actor(),
                l.action(),
                l.details(),
                l.previous(),
                l.hash()));
    finds(1, "was changed");
  }

  @Test
  void a_chain_written_anew_as_a_whole_has_no_seal() {
    sealed = false;
    finds(5, "is the last by a head that was not sealed here");
  }

  @Test
  void a_chain_that_was_begun_anew_begins_too_late() {
    latestBeginning = BEGUN;
    assertThat(verify().intact()).isTrue();
    latestBeginning = BEGUN.minusNanos(1000);
    finds(1, "is not the first that there was");
  }

  @Test
  void without_a_head_nothing_may_be_there_and_for_some_something_must() {
    ChainCheck none = new ChainCheck();
    none.endWithoutHead(false);
    assertThat(none.result(BEGUN).intact()).isTrue();
    ChainCheck missing = new ChainCheck();
    missing.endWithoutHead(true);
    assertThat(missing.result(BEGUN).intact()).isFalse();
    ChainCheck headless = new ChainCheck();
    headless.next(chain.get(0), null);
    headless.endWithoutHead(false);
    assertThat(headless.result(BEGUN).intact()).isFalse();
  }
}
