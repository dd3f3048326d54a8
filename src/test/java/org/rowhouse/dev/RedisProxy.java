package org.rowhouse.dev;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before a Redis on loopback and makes trouble. Questions always reach Redis; what comes
 * back is troubled, on connections of before and of after alike, and what a trouble held back comes
 * when it is over.
 */
public final class RedisProxy implements AutoCloseable {

  private enum Trouble {
    NONE,
    LATE,
    PAUSED,
    TRICKLING,
    CUT,
    GARBLED
  }

  private record Part(byte[] bytes, long nanos) {}

  private final ServerSocket listening;
  private final int redisPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();
  private final Random chance = new Random(7);
  private Trouble trouble = Trouble.NONE;
  private long delayNanos;

  private RedisProxy(int redisPort) throws IOException {
    this.redisPort = redisPort;
    listening = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public static RedisProxy before(int redisPort) throws IOException {
    return new RedisProxy(redisPort);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Back to normal. */
  public void pass() {
    become(Trouble.NONE);
  }

  /** Answers come so much later. */
  public synchronized void delay(Duration by) {
    delayNanos = by.toNanos();
    become(Trouble.LATE);
  }

  /** Of each answer the first half comes, then nothing. */
  public void pauseInAnswer() {
    become(Trouble.PAUSED);
  }

  /** One byte every 50 ms. */
  public void trickle() {
    become(Trouble.TRICKLING);
  }

  /** Closes all connections; new ones are closed at once. */
  public void cut() {
    become(Trouble.CUT);
    closeAll();
  }

  /** Answers carry other bytes: other lengths, other texts, or noise. */
  public void garble() {
    become(Trouble.GARBLED);
  }

  /** Accepted so far. */
  public long connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private synchronized void become(Trouble next) {
    trouble = next;
    notifyAll();
  }

  private synchronized Trouble trouble() {
    return trouble;
  }

  private void closeAll() {
    sockets.forEach(RedisProxy::end);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listening.accept();
      connections.incrementAndGet();
      sockets.add(client);
      if (trouble() == Trouble.CUT) {
        forget(client);
      } else {
        connect(client);
      }
    }
  }

  private void connect(Socket client) throws IOException {
    Socket redis;
    try {
      redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
    } catch (IOException e) {
      forget(client); // Redis is away, and so is what stands before it
      return;
    }
    sockets.add(redis);
    client.setTcpNoDelay(true);
    redis.setTcpNoDelay(true);
    if (trouble() == Trouble.CUT) {
      closeAll();
    }
    BlockingQueue<Part> answers = new LinkedBlockingQueue<>();
    daemon(() -> ask(client, redis));
    daemon(() -> listen(client, redis, answers));
    daemon(() -> answer(client, redis, answers));
  }

  private void ask(Socket client, Socket redis) throws IOException {
    try {
      client.getInputStream().transferTo(redis.getOutputStream());
    } finally {
      forget(redis);
      forget(client);
    }
  }

  private void listen(Socket client, Socket redis, BlockingQueue<Part> answers) throws IOException {
    try {
      InputStream in = redis.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        answers.add(new Part(Arrays.copyOf(buffer, read), System.nanoTime()));
      }
    } finally {
      answers.add(new Part(new byte[0], 0));
      forget(redis);
    }
  }

  private void answer(Socket client, Socket redis, BlockingQueue<Part> answers) throws IOException {
    try {
      OutputStream out = client.getOutputStream();
      for (Part part = answers.take(); part.bytes().length > 0; part = answers.take()) {
        send(part, out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      forget(client);
      forget(redis);
    }
  }

  private void send(Part part, OutputStream out) throws IOException, InterruptedException {
    byte[] bytes = part.bytes();
    int sent = 0;
    while (sent < bytes.length) {
      Trouble now = trouble();
      switch (now) {
        case NONE -> {
          out.write(bytes, sent, bytes.length - sent);
          sent = bytes.length;
        }
        case LATE -> {
          if (await(now, part.nanos())) {
            out.write(bytes, sent, bytes.length - sent);
            sent = bytes.length;
          }
        }
        case PAUSED -> {
          int half = Math.max(sent, bytes.length / 2);
          out.write(bytes, sent, half - sent);
          sent = half;
          await(now);
        }
        case TRICKLING -> {
          out.write(bytes[sent++]);
          Thread.sleep(50);
        }
        case CUT -> throw new IOException("cut");
        case GARBLED -> {
          out.write(garbled(bytes), sent, bytes.length - sent);
          sent = bytes.length;
        }
      }
    }
  }

  private synchronized void await(Trouble over) throws InterruptedException {
    while (trouble == over) {
      wait();
    }
  }

  /** Whether the delay is over, rather than the trouble. */
  private synchronized boolean await(Trouble over, long sinceNanos) throws InterruptedException {
    while (trouble == over) {
      long left = sinceNanos + delayNanos - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return false;
  }

  private synchronized byte[] garbled(byte[] bytes) {
    byte[] other = bytes.clone();
    int way = chance.nextInt(3);
    for (int i = 0; i < other.length; i++) {
      boolean digit = other[i] >= '0' && other[i] <= '9';
      if (way == 0) {
        other[i] = (byte) chance.nextInt(256);
      } else if (way == 1 && digit) {
        other[i] = (byte) ('0' + chance.nextInt(10));
      } else if (way == 2 && !digit && other[i] > ' ' && i > 0) {
        other[i] ^= (byte) (1 + chance.nextInt(7));
      }
    }
    return other;
  }

  private void forget(Socket socket) {
    sockets.remove(socket);
    end(socket);
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // then it is closed
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // one side has ended, and so does the other
              }
            },
            "redis-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
