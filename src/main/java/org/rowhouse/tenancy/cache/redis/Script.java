package org.rowhouse.tenancy.cache.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** What Redis does in one step with one name; it keeps the text and knows it by its hash. */
final class Script {

  /** What is there; else puts (value, life in ms) and answers nothing. */
  static final Script CLAIM =
      new Script(
          """
          local v = redis.call('GET', KEYS[1])
          if v then return v end
          redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
          return false""");

  /** Puts (id, value, life in ms) if what is there begins with the id. */
  static final Script REPLACE =
      new Script(
          """
          if redis.call('GETRANGE', KEYS[1], 0, #ARGV[1] - 1) ~= ARGV[1] then return 0 end
          redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
          return 1""");

  /** Takes (per second, burst, wanted); the bucket ends when it would be full again. */
  static final Script TAKE =
      new Script(
          """
          local rate, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
          local time = redis.call('TIME')
          local now = time[1] * 1000000 + time[2]
          local was = redis.call('HMGET', KEYS[1], 'tokens', 'time')
          local tokens = tonumber(was[1]) or burst
          local since = math.max(0, now - (tonumber(was[2]) or now))
          tokens = math.min(burst, tokens + since * rate / 1000000)
          local taken = math.min(wanted, math.floor(tokens))
          tokens = tokens - taken
          redis.call('HSET', KEYS[1], 'tokens', tokens, 'time', now)
          redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate * 1000) + 1)
          return {taken, math.floor(tokens)}""");

  private final byte[] text;
  private final String hash;

  private Script(String text) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
    try {
      hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(this.text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  Object run(Line line, byte[] name, Object... arguments) {
    try {
      return line.ask(Command.EVALSHA, arguments(hash, name, arguments));
    } catch (JedisNoScriptException e) {
      return line.askAgain(Command.EVAL, arguments(text, name, arguments));
    }
  }

  private static Object[] arguments(Object script, byte[] name, Object... arguments) {
    return Stream.concat(Stream.of(script, "1", name), Stream.of(arguments)).toArray();
  }
}
