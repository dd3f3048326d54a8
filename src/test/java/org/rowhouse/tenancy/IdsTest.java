package org.rowhouse.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdsTest {

  @Test
  void ids_are_uuids_of_version_7_with_the_time_in_front() {
    long before = System.currentTimeMillis();
    UUID id = Ids.next();
    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
  }

  @Test
  void ids_differ_and_later_ones_sort_after_earlier_ones() throws InterruptedException {
    List<UUID> many = Stream.generate(Ids::next).limit(10_000).toList();
    assertThat(many).doesNotHaveDuplicates();
    Thread.sleep(2);
    assertThat(Ids.next().toString())
        .isGreaterThan(many.stream().map(UUID::toString).max(String::compareTo).orElseThrow());
  }
}
