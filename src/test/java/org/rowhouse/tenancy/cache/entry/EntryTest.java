package org.rowhouse.tenancy.cache.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.cache.entry.Entry.Kind;

class EntryTest {

  record Small(String text, Instant at, List<UUID> ids, Map<String, Long> counts) {}

  private static final Seal SEAL = new Seal(ExampleSettings.with().secretKeys());
  private static final String NAME = "t:{acme}:g:things:1:x";
  private static final String SHAPE = new Values<>(Small.class).shape();
  private static final byte[] PAYLOAD = "{\"text\":\"x\"}".getBytes(StandardCharsets.UTF_8);
  private static final Entry ENTRY = Entry.of(Kind.VALUE, 17, 1_000, PAYLOAD);

  private static Optional<Entry> open(byte[] bytes) {
    return Entry.open(SEAL, NAME, SHAPE, bytes);
  }

  @Test
  void what_was_sealed_is_opened_as_it_was() {
    for (Kind kind : Kind.values()) {
      Entry entry = Entry.of(kind, -3, Long.MAX_VALUE, kind == Kind.VALUE ? PAYLOAD : new byte[0]);
      assertThat(open(entry.sealed(SEAL, NAME, SHAPE)).orElseThrow())
          .usingRecursiveComparison()
          .isEqualTo(entry);
    }
  }

  @Test
  void under_another_name_or_shape_it_is_no_value() {
    byte[] sealed = ENTRY.sealed(SEAL, NAME, SHAPE);
    assertThat(Entry.open(SEAL, NAME.replace("acme", "globex"), SHAPE, sealed)).isEmpty();
    assertThat(Entry.open(SEAL, NAME + "1", SHAPE, sealed)).isEmpty();
    assertThat(Entry.open(SEAL, NAME, SHAPE + " ", sealed)).isEmpty();
    assertThat(Entry.open(SEAL, NAME.substring(1), "t" + SHAPE, sealed)).isEmpty();
  }

  @Test
  void cut_or_changed_at_any_byte_it_is_no_value() {
    byte[] sealed = ENTRY.sealed(SEAL, NAME, SHAPE);
    for (int i = 0; i < sealed.length; i++) {
      assertThat(open(Arrays.copyOf(sealed, i))).as("cut at %s", i).isEmpty();
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(open(changed)).as("changed at %s", i).isEmpty();
    }
    assertThat(open(Arrays.copyOf(sealed, sealed.length + 1))).isEmpty();
  }

  @Test
  void a_key_that_is_not_listed_seals_nothing() {
    var settings = ExampleSettings.withRotatedKeys();
    Seal rotated = new Seal(settings.secretKeys());
    Seal onlyNew = new Seal(settings.secretKeys().subList(0, 1));
    byte[] old = ENTRY.sealed(SEAL, NAME, SHAPE);
    assertThat(Entry.open(rotated, NAME, SHAPE, old)).isPresent();
    assertThat(Entry.open(onlyNew, NAME, SHAPE, old)).isEmpty();
    assertThat(Entry.open(onlyNew, NAME, SHAPE, ENTRY.sealed(rotated, NAME, SHAPE))).isPresent();
  }

  @Test
  void no_two_entries_share_an_id() {
    assertThat(Entry.idOf(Entry.of(Kind.LEASE, 1, 1, PAYLOAD).sealed(SEAL, NAME, SHAPE)))
        .hasSize(16)
        .isNotEqualTo(Entry.of(Kind.LEASE, 1, 1, PAYLOAD).id());
  }

  @Test
  void news_are_heard_as_told_and_not_otherwise() {
    TenantId acme = new TenantId(new UUID(1, 2));
    for (Optional<long[]> marks :
        List.of(
            Optional.of(new long[] {1, -5}), Optional.of(new long[0]), Optional.<long[]>empty())) {
      byte[] told = new News(7, acme, marks).sealed(SEAL);
      assertThat(News.open(SEAL, told).orElseThrow())
          .usingRecursiveComparison()
          .isEqualTo(new News(7, acme, marks));
      for (int i = 0; i < told.length; i++) {
        byte[] changed = told.clone();
        changed[i] ^= 1;
        assertThat(News.open(SEAL, changed)).isEmpty();
        assertThat(News.open(SEAL, Arrays.copyOf(told, i))).isEmpty();
      }
    }
  }

  @Test
  void versions_of_a_type_with_other_components_differ_in_shape() {
    record One(String a) {}
    record Two(String a, Integer b) {}
    record Three(List<One> many) {}
    record Four(List<Two> many) {}
    record Tree(List<Tree> children) {}
    assertThat(
            List.of(
                new Values<>(One.class).shape(),
                new Values<>(Two.class).shape(),
                new Values<>(Three.class).shape(),
                new Values<>(Four.class).shape(),
                new Values<>(Tree.class).shape()))
        .doesNotHaveDuplicates();
  }

  @Test
  void types_that_json_might_not_give_back_are_refused() {
    record Anything(Object any) {}
    record Raw(@SuppressWarnings("rawtypes") List list) {}
    record Wild(List<?> list) {}
    record Deep(List<Map<String, CharSequence>> deep) {}
    for (Class<?> type : List.of(Anything.class, Raw.class, Wild.class, Deep.class, String.class)) {
      assertThatThrownBy(() -> new Values<>(type)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
