package org.rowhouse.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.contract.Schema;

/** Bodies that no route may accept, made from what it would accept. */
final class HostileBodies {

  private static final int HUGE = 10_000_000;
  private static final int DEEP = 100_000;

  private HostileBodies() {}

  /** By name. */
  static Map<String, byte[]> of(Schema schema) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    Map<String, Object> sample = schema.sample();
    String good = json(sample);
    schema
        .properties()
        .forEach(
            (name, property) -> {
              for (String wrong : property.wrong()) {
                all.put(name + " is " + wrong, utf8(with(sample, name, wrong)));
              }
              if (property.isText()) {
                String huge = "\"" + "a".repeat(HUGE) + "\"";
                all.put(name + " has 10 MB", utf8(with(sample, name, huge)));
                all.put(name + " is not UTF-8", latin1(with(sample, name, "\"\u00ff\u00fe\"")));
                all.put(name + " has half a sequence", latin1(with(sample, name, "\"\u00c3\"")));
                all.put(name + " is overlong", latin1(with(sample, name, "\"\u00c0\u0080\"")));
                all.put(name + " has a raw NUL", utf8(with(sample, name, "\"\u0000\"")));
              }
              all.put(name + " twice", utf8(twice(good, name)));
            });
    all.put("an unknown member", utf8(with(sample, "tenantId", "\"x\"")));
    all.put("a proto member", utf8(with(sample, "__proto__", "{}")));
    all.put("a deep member", utf8(with(sample, "deep", "[".repeat(DEEP) + "]".repeat(DEEP))));
    all.put("deep arrays", utf8("[".repeat(DEEP)));
    all.put("deep objects", utf8("{\"a\":".repeat(DEEP)));
    all.put("a long number", utf8("{\"a\":" + "9".repeat(100_000) + "}"));
    all.put("a long name", utf8("{\"" + "n".repeat(100_000) + "\":1}"));
    for (String text : new String[] {"", " ", "null", "[]", "1", "\"text\"", "{", "{]", "<a/>"}) {
      all.put("the body " + text, utf8(text));
    }
    all.put("two bodies", utf8(good + good));
    all.put("a comment", utf8("/* */" + good));
    all.put("UTF-16", good.getBytes(StandardCharsets.UTF_16));
    return all;
  }

  private static String with(Map<String, Object> sample, String name, String value) {
    Map<String, Object> changed = new LinkedHashMap<>(sample);
    changed.remove(name);
    String rest = json(changed);
    String comma = changed.isEmpty() ? "" : ",";
    return rest.substring(0, rest.length() - 1) + comma + "\"" + name + "\":" + value + "}";
  }

  private static String twice(String good, String name) {
    return "{\"%s\":null,\"%s\":null,%s".formatted(name, name, good.substring(1));
  }

  private static String json(Object value) {
    try {
      return Answer.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
