package org.rowhouse.proof.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One request, sent exactly as it is written here; immutable. */
public final class Call {

  private final String method;
  private final String target;
  private final String headers;
  private final byte[] body;

  private Call(String method, String target, String headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.headers = headers;
    this.body = body;
  }

  public static Call of(String method, String target) {
    return new Call(method, target, "", null);
  }

  public static Call get(String target) {
    return of("GET", target);
  }

  public static Call post(String target, Object json) {
    return of("POST", target).json(json);
  }

  public static Call patch(String target, String etag, Object json) {
    return of("PATCH", target).header("If-Match", etag).json(json);
  }

  public static Call delete(String target, String etag) {
    return of("DELETE", target).header("If-Match", etag);
  }

  public String method() {
    return method;
  }

  public String target() {
    return target;
  }

  public Call host(String host) {
    return header("Host", host);
  }

  public Call token(String token) {
    return header("Authorization", "Bearer " + token);
  }

  public Call header(String name, String value) {
    return new Call(method, target, headers + name + ": " + value + "\r\n", body);
  }

  /** A body of JSON: text as it is, anything else written by Jackson. */
  public Call json(Object value) {
    try {
      String text = value instanceof String given ? given : Answer.MAPPER.writeValueAsString(value);
      return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Any body; a type of null sends no Content-Type. */
  public Call body(String type, byte[] bytes) {
    Call typed = type == null ? this : header("Content-Type", type);
    return new Call(method, target, typed.headers, bytes);
  }

  byte[] bytes() {
    String host = headers.contains("Host: ") ? "" : "Host: localhost\r\n";
    String length = body == null ? "" : "Content-Length: " + body.length + "\r\n";
    byte[] head =
        (method + " " + target + " HTTP/1.1\r\n" + host + headers + length + "\r\n")
            .getBytes(StandardCharsets.UTF_8);
    if (body == null) {
      return head;
    }
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  @Override
  public String toString() {
    byte[] bytes = bytes();
    return new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.UTF_8);
  }
}
