package org.rowhouse.tenancy.cache.redis;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.PushConsumerChain;
import redis.clients.jedis.commands.ProtocolCommand;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.util.RedisInputStream;

/**
 * A connection to one server, under a deadline from its first byte on: a read's own time-out begins
 * anew with each byte, this one does not. It reads strictly and takes no memory on the word of a
 * length.
 */
final class Line extends Connection {

  static final int CONNECT_MILLIS = 200;
  static final int ANSWER_MILLIS = 100;
  private static final int DEEP = 8;

  private final Wire wire;
  private boolean asking;
  private RedisInputStream answers; // set while the superclass is made

  private Line(Wire wire, JedisClientConfig config) {
    super(wire, config);
    this.wire = wire;
  }

  /**
   * Connects.
   *
   * @param deadline nanoTime at which this and the first question are over
   */
  static Line to(
      InetSocketAddress server,
      Optional<SSLSocketFactory> tls,
      JedisClientConfig config,
      Watch watch,
      long deadline) {
    Wire wire = new Wire(server, tls, watch);
    wire.until(deadline);
    watch.over(wire);
    try {
      return new Line(wire, config);
    } catch (RuntimeException | Error e) {
      wire.cut();
      throw e;
    }
  }

  void until(long deadline) {
    wire.until(deadline);
  }

  /** Nothing is under way any more. */
  void rest() {
    wire.deadline = 0;
    asking = false;
  }

  /** Ends it, whatever goes on. Never waits. */
  void cut() {
    wire.cut();
  }

  /** Whether a question can be sent: open, and nothing unasked for has come. */
  boolean isClean() {
    try {
      return !wire.raw.isClosed() && !isBroken() && (answers == null || answers.available() <= 0);
    } catch (IOException e) {
      return false;
    }
  }

  Object ask(ProtocolCommand command, Object... arguments) {
    send(command, arguments);
    return getOne();
  }

  /** What follows is asked of a node that is just being given the slot. */
  void asking() {
    asking = true;
    ask(Command.ASKING);
  }

  /** Asks in other words what was refused. */
  Object askAgain(ProtocolCommand command, Object... arguments) {
    if (asking) {
      ask(Command.ASKING);
    }
    return ask(command, arguments);
  }

  /** Goes out with the next question, or with {@link #getMany}. */
  void send(ProtocolCommand command, Object... arguments) {
    sendCommand(new CommandArguments(command).addObjects(arguments));
  }

  /**
   * The sum of the answers to so many questions that were sent; all must be numbers.
   *
   * @throws JedisDataException for the first refusal, when all have come
   */
  long sum(int count) {
    long sum = 0;
    for (Object answer : getMany(count)) {
      if (answer instanceof JedisDataException refusal) {
        throw refusal;
      }
      sum += (long) answer;
    }
    return sum;
  }

  /** The next message of those that come by themselves. */
  Object hear() {
    return getUnflushedObject();
  }

  void sendNow() {
    flush();
  }

  @Override
  protected Object protocolRead(RedisInputStream in, PushConsumerChain pushes) {
    answers = in;
    return read(in, 0);
  }

  private static Object read(RedisInputStream in, int depth) {
    byte kind = in.readByte();
    switch (kind) {
      case '+':
        return in.readLineBytes();
      case '-':
        throw refusal(in.readLine());
      case ':':
        return number(in);
      case '$':
        return text(in);
      case '*':
        return list(in, depth);
      default:
        throw new JedisConnectionException("Not an answer of Redis");
    }
  }

  private static long number(RedisInputStream in) {
    String digits = in.readLine();
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new JedisConnectionException("Not a number of Redis");
    }
  }

  private static byte[] text(RedisInputStream in) {
    long length = number(in);
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > Integer.MAX_VALUE - 16) {
      throw new JedisConnectionException("Not a length of Redis");
    }
    byte[] text = new byte[(int) Math.min(length, 1 << 16)];
    for (int read = 0; read < length; ) {
      if (read == text.length) {
        text = Arrays.copyOf(text, (int) Math.min(length, 2L * text.length));
      }
      read += in.read(text, read, text.length - read);
    }
    if (in.readByte() != '\r' || in.readByte() != '\n') {
      throw new JedisConnectionException("Not the end of a text of Redis");
    }
    return text;
  }

  private static List<Object> list(RedisInputStream in, int depth) {
    long length = number(in);
    if (length == -1) {
      return null;
    }
    if (length < 0 || depth > DEEP) {
      throw new JedisConnectionException("Not a list of Redis");
    }
    List<Object> list = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      try {
        list.add(read(in, depth + 1));
      } catch (JedisDataException e) { // the rest would be the next question's answer
        throw new JedisConnectionException("A refusal within a list", e);
      }
    }
    return list;
  }

  private static JedisDataException refusal(String words) {
    String[] word = words.split(" ");
    if (words.startsWith("NOSCRIPT")) {
      return new JedisNoScriptException(words);
    }
    if (word.length == 3 && word[0].equals("MOVED")) {
      return new JedisMovedDataException(words, HostAndPort.from(word[2]), slot(word[1]));
    }
    if (word.length == 3 && word[0].equals("ASK")) {
      return new JedisAskDataException(words, HostAndPort.from(word[2]), slot(word[1]));
    }
    return new JedisDataException(words);
  }

  private static int slot(String number) {
    int slot = Integer.parseInt(number);
    if (slot < 0 || slot >= 16384) {
      throw new JedisConnectionException("Not a slot of Redis");
    }
    return slot;
  }

  /** The socket, from before it is connected on. */
  private static final class Wire implements JedisSocketFactory, Watch.Bounded {

    private final InetSocketAddress server;
    private final Optional<SSLSocketFactory> tls;
    private final Watch watch;
    private final Socket raw = new Socket();
    private volatile long deadline; // 0: none

    Wire(InetSocketAddress server, Optional<SSLSocketFactory> tls, Watch watch) {
      this.server = server;
      this.tls = tls;
      this.watch = watch;
    }

    void until(long nanoTime) {
      deadline = nanoTime == 0 ? 1 : nanoTime;
    }

    @Override
    public void endIfLate(long now) {
      long end = deadline;
      if (end != 0 && now - end > 0) {
        cut();
      }
    }

    void cut() {
      watch.forget(this);
      try {
        raw.close(); // not the encrypted one, whose close wants to say farewell
      } catch (IOException e) {
        // then it is closed
      }
    }

    @Override
    public Socket createSocket() {
      try {
        raw.setTcpNoDelay(true);
        raw.setKeepAlive(true);
        raw.connect(server, CONNECT_MILLIS);
        raw.setSoTimeout(CONNECT_MILLIS);
        Socket socket = tls.isPresent() ? encrypted(tls.get()) : raw;
        raw.setSoTimeout(ANSWER_MILLIS);
        return socket;
      } catch (IOException e) {
        throw new JedisConnectionException("No connection to " + server, e);
      }
    }

    private Socket encrypted(SSLSocketFactory tls) throws IOException {
      SSLSocket socket =
          (SSLSocket) tls.createSocket(raw, server.getHostString(), server.getPort(), true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    }
  }
}
