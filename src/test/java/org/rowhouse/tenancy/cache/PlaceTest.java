package org.rowhouse.tenancy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rowhouse.tenancy.TenantId;

class PlaceTest {

  private static final int PAIRS = 1_000_000;
  private static final String GENERATION = "0123456789abcdef0123456789abcdef";
  private static final List<TenantId> TENANTS =
      List.of(new TenantId(new UUID(1, 1)), new TenantId(new UUID(1, 2)));
  private static final String[] REGIONS = {"a", "a-1", "1"};

  /** Whatever could be mistaken for something else. */
  private static final String[] PIECES = {
    "",
    ":",
    "::",
    "%",
    "%3A",
    "%25",
    "~",
    "{",
    "}",
    "{}",
    "\0",
    "a",
    "b",
    "1",
    "2",
    ":1:",
    "1:a",
    "a:b",
    "\ud83d",
    "\ude00",
    "\ud83d\ude00",
    "?",
    "\ufffd",
    "é",
    "e\u0301",
    " ",
    "*",
    "\n",
    "limit",
    "generation",
    "null",
    GENERATION,
    "t:",
    "%ED%A0%BD"
  };

  private record Named(TenantId tenant, String region, List<String> parts, List<String> detail) {

    String name() {
      Place place = Place.of(tenant, region, new Key(parts));
      return (detail == null ? place : place.detail(GENERATION, new Key(detail))).under(GENERATION);
    }

    /** With them the text of this says what it is, whatever commas the parts hold. */
    List<Integer> lengths() {
      return Stream.concat(parts.stream(), detail == null ? Stream.of() : detail.stream())
          .map(part -> part == null ? -1 : part.length())
          .toList();
    }

    /** What everybody writes first. */
    String plainJoin() {
      return "t:{" + tenant + "}:" + GENERATION + ":" + region + ":" + String.join(":", parts);
    }

    String withoutTenant() {
      return name().substring(Place.ofTenant(tenant).length());
    }
  }

  private final Random random = new Random(20261123);

  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      StringBuilder part = new StringBuilder();
      for (int n = random.nextInt(3); n >= 0; n--) {
        part.append(PIECES[random.nextInt(PIECES.length)]);
      }
      parts.add(random.nextInt(12) == 0 ? null : part.toString());
    }
    return parts;
  }

  private Named named() {
    return new Named(
        TENANTS.get(random.nextInt(TENANTS.size())),
        REGIONS[random.nextInt(REGIONS.length)],
        parts(),
        random.nextInt(3) == 0 ? parts() : null);
  }

  @Test
  void a_million_hostile_places_have_a_million_names() {
    Names names = new Names();
    Names joined = new Names();
    Names withoutTenant = new Names();
    for (int i = 0; i < PAIRS; i++) {
      Named named = named();
      names.add(named.name(), named);
      if (i < PAIRS / 10) {
        joined.add(named.plainJoin(), named);
        withoutTenant.add(named.withoutTenant(), named);
      }
    }
    assertThat(names.known).hasSizeGreaterThan(PAIRS / 2);
    assertThat(names.collisions).isZero();
    assertThat(joined.collisions).as("what the test would find").isPositive();
    assertThat(withoutTenant.collisions).as("what the test would find").isPositive();
  }

  /** Names and whose they are, as hashes: a million of them need room. */
  private static final class Names {
    private final Map<Long, Long> known = new HashMap<>();
    private long collisions;

    void add(String name, Named named) {
      long whose = hash(named.toString() + named.lengths());
      Long before = known.putIfAbsent(hash(name), whose);
      if (before != null && before != whose) {
        collisions++;
      }
    }

    private static long hash(String text) {
      long hash = 7;
      for (int i = 0; i < text.length(); i++) {
        hash = Long.rotateLeft((hash ^ text.charAt(i)) * 0x9E3779B97F4A7C15L, 29);
      }
      return hash;
    }
  }

  @Test
  void a_name_holds_its_tenant_as_hash_tag_and_no_other_brace() {
    for (int i = 0; i < 10_000; i++) {
      Named named = named();
      assertThat(named.name())
          .startsWith("t:{" + named.tenant() + "}:" + GENERATION + ":")
          .matches("t:\\{[0-9a-f-]{36}}:[A-Za-z0-9._:%~-]*");
    }
  }

  @Test
  void buckets_lie_apart_from_values_and_strangers_apart_from_tenants() {
    TenantId acme = TENANTS.get(0);
    assertThat(Place.bucket(acme, "requests")).isEqualTo("t:{" + acme + "}:limit:1:requests");
    assertThat(Place.bucket(acme, "a", "b")).isNotEqualTo(Place.bucket(acme, "a:b"));
    assertThat(Place.bucketOfStranger("sign-in", "::1}x"))
        .isEqualTo("control:limit:{2:sign-in:%3A%3A1%7Dx}");
    assertThat(Place.generation(acme)).isEqualTo("t:{" + acme + "}:generation");
  }
}
