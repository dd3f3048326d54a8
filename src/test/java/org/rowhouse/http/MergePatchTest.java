package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 7396, on records. */
class MergePatchTest {

  record Place(String city, String street) {}

  record Card(String name, Integer age, Place place, List<String> words) {}

  private static final Card CARD =
      new Card("Ada", 36, new Place("London", "St James"), List.of("a", "b"));

  private static Card patched(String patch) {
    try {
      return new MergePatch(Json.MAPPER.readValue(patch, ObjectNode.class)).applyTo(CARD);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Problem refused(String patch) {
    return catchThrowableOfType(Problem.class, () -> patched(patch));
  }

  @Test
  void absent_members_stay_and_null_clears() {
    assertThat(patched("{}")).isEqualTo(CARD);
    assertThat(patched("{\"age\": null}"))
        .isEqualTo(new Card("Ada", null, CARD.place(), CARD.words()));
    assertThat(patched("{\"name\": \"Grace\"}"))
        .isEqualTo(new Card("Grace", 36, CARD.place(), CARD.words()));
  }

  @Test
  void objects_merge_and_lists_are_replaced() {
    assertThat(patched("{\"place\": {\"street\": null}, \"words\": [\"c\"]}"))
        .isEqualTo(new Card("Ada", 36, new Place("London", null), List.of("c")));
    assertThat(patched("{\"place\": null}").place()).isNull();
  }

  @Test
  void unknown_members_are_refused_by_name_at_every_depth() {
    assertThat(refused("{\"tenantId\": \"x\"}").errors())
        .containsExactly(new Problem.FieldError("tenantId", "is not a known member"));
    assertThat(refused("{\"tenantId\": null}").errors())
        .containsExactly(new Problem.FieldError("tenantId", "is not a known member"));
    assertThat(refused("{\"place\": {\"planet\": \"x\"}}").errors())
        .containsExactly(new Problem.FieldError("place.planet", "is not a known member"));
  }

  @Test
  void wrong_types_are_refused_by_name() {
    assertThat(refused("{\"age\": \"old\"}").errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("age");
    assertThat(refused("{\"words\": \"a\"}").errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("words");
    assertThat(refused("{\"name\": \"a\\u0000\"}").errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("name");
  }
}
