package org.rowhouse.tenancy.cache.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.cache.TestNode;

/** Methods of beans, called as a container calls them. */
@Timeout(60)
class CachedMethodsIT {

  record Word(String text) {}

  record Other(String text) {}

  static class Refused extends Exception {
    private static final long serialVersionUID = 1;
  }

  /** A bean of the product. */
  static class Words {
    private String said = "one";
    private int calls;

    @CacheResult(region = "words", seconds = 5)
    public Word get(UUID id, int number) {
      calls++;
      return new Word(said);
    }

    @CacheResult(region = "maybe-words")
    public Optional<Word> find(@InKey String key, List<String> notInKey) throws Refused {
      calls++;
      if (key.equals("bad")) {
        throw new Refused();
      }
      return Optional.ofNullable(said).map(Word::new);
    }

    @CacheRemove(region = "words")
    public void change(@InKey UUID id, @InKey int number, String to) throws Refused {
      said = to;
      if (to.equals("refused")) {
        throw new Refused();
      }
    }
  }

  private static RunDirectory directory;
  private static EmbeddedRedis server;
  private static TestNode node;

  private final Tenant acme = TestNode.tenant();
  private final Words words = new Words();
  private final UUID id = UUID.randomUUID();

  @BeforeAll
  static void start() throws IOException {
    directory = RunDirectory.temporary();
    server = EmbeddedRedis.start(directory);
    node = new TestNode(server.url());
  }

  @AfterAll
  static void stop() throws IOException {
    node.close();
    server.close();
    directory.close();
  }

  /** A call that may throw whatever the method does. */
  private interface Thrower {
    Object call() throws Exception;
  }

  private Object in(Tenant tenant, Thrower call) throws Exception {
    Exception[] thrown = new Exception[1];
    Object answer =
        node.in(
            tenant,
            () -> {
              try {
                return call.call();
              } catch (Exception e) {
                thrown[0] = e;
                return null;
              }
            });
    if (thrown[0] != null) {
      throw thrown[0];
    }
    return answer;
  }

  private static ResultInterceptor results() {
    ResultInterceptor interceptor = new ResultInterceptor();
    interceptor.cache = node.cache;
    return interceptor;
  }

  private static RemoveInterceptor removals() {
    RemoveInterceptor interceptor = new RemoveInterceptor();
    interceptor.cache = node.cache;
    return interceptor;
  }

  private Object get(Tenant tenant, UUID id, int number) throws Exception {
    return in(tenant, () -> results().keep(Invocation.of(words, "get", id, number)));
  }

  private Object find(String key) throws Exception {
    return in(acme, () -> results().keep(Invocation.of(words, "find", key, List.of("x"))));
  }

  private void change(String to) throws Exception {
    in(acme, () -> removals().remove(Invocation.of(words, "change", id, 1, to)));
  }

  @Test
  void what_a_method_returned_is_kept_by_its_parameters_and_tenant() throws Exception {
    assertThat(get(acme, id, 1)).isEqualTo(new Word("one"));
    words.said = "two";
    assertThat(get(acme, id, 1)).isEqualTo(new Word("one"));
    assertThat(get(acme, id, 2)).isEqualTo(new Word("two"));
    assertThat(get(TestNode.tenant(), id, 1)).isEqualTo(new Word("two"));
    assertThat(words.calls).isEqualTo(3);
  }

  @Test
  void only_marked_parameters_are_the_key_and_nothing_is_kept_too() throws Exception {
    words.said = null;
    assertThat(find("a")).isEqualTo(Optional.empty());
    assertThat(find("a")).isEqualTo(Optional.empty());
    assertThat(words.calls).isEqualTo(1);
  }

  @Test
  void what_the_method_throws_comes_through() {
    assertThatThrownBy(() -> find("bad")).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> find("bad")).isInstanceOf(Refused.class);
    assertThat(words.calls).isEqualTo(2);
  }

  @Test
  void who_changes_it_has_it_forgotten_after_his_transaction() throws Exception {
    get(acme, id, 1);
    change("two");
    assertThat(get(acme, id, 1)).isEqualTo(new Word("two"));
    assertThatThrownBy(() -> change("refused")).isInstanceOf(Refused.class);
    assertThat(get(acme, id, 1)).isEqualTo(new Word("refused"));
    node.transaction.run(() -> assertThatCode(() -> change("four")).doesNotThrowAnyException());
    assertThat(get(acme, id, 1)).isEqualTo(new Word("four"));
  }

  private static void refused(Class<?>... beans) {
    assertThatThrownBy(() -> Declared.check(Stream.of(beans)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void methods_that_cannot_be_kept_are_refused_at_the_start() {
    class Text {
      @CacheResult(region = "a")
      String text() {
        return "";
      }
    }
    class Many {
      @CacheResult(region = "a")
      List<Word> many() {
        return List.of();
      }
    }
    class OddKey {
      @CacheResult(region = "a")
      Word by(Object key) {
        return null;
      }
    }
    class OddRemoval {
      @CacheRemove(region = "a")
      void by(List<String> key) {}
    }
    class BadName {
      @CacheResult(region = "A:b")
      Word word() {
        return null;
      }
    }
    class AlsoWords {
      @CacheResult(region = "words")
      Other other() {
        return null;
      }
    }
    @CacheRemove(region = "words")
    class Whole {}
    assertThatCode(() -> Declared.check(Stream.of(Words.class))).doesNotThrowAnyException();
    refused(Text.class);
    refused(Many.class);
    refused(OddKey.class);
    refused(OddRemoval.class);
    refused(BadName.class);
    refused(Whole.class);
    refused(Words.class, AlsoWords.class);
  }
}
