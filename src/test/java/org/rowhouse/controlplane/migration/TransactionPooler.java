package org.rowhouse.controlplane.migration;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;

/**
 * Stands between a client and PostgreSQL as a pooler in transaction mode does: clients log in, and
 * from then on each of their transactions runs on the backend that was free last. Speaks plain
 * connections only.
 */
final class TransactionPooler implements AutoCloseable {

  /** What it does to who asks who serves him. */
  enum Habit {
    /** Backends stay with their clients and say who they are, as without a pooler. */
    FORWARDS,
    /** Clients are told the backend that they logged in at. */
    SWAPS,
    /** Backends stay, but clients are told something else, as PgBouncer's session mode does. */
    HIDES
  }

  private final ServerSocket listening;
  private final int target;
  private final Habit habit;
  private final BlockingDeque<Backend> free = new LinkedBlockingDeque<>();

  TransactionPooler(int target, Habit habit) throws IOException {
    this.target = target;
    this.habit = habit;
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(
        () -> {
          while (true) {
            serve(listening.accept());
          }
        });
  }

  int port() {
    return listening.getLocalPort();
  }

  private final class Backend {
    final Socket socket = new Socket(InetAddress.getLoopbackAddress(), target);
    final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    volatile DataOutputStream client;

    Backend(DataOutputStream client) throws IOException {
      this.client = client;
      socket.setTcpNoDelay(true);
      daemon(this::answer);
    }

    private void answer() throws IOException {
      var in = new DataInputStream(socket.getInputStream());
      while (true) {
        byte type = in.readByte();
        byte[] body = in.readNBytes(in.readInt() - 4);
        if (type == 'K' && habit == Habit.HIDES) {
          body[3] ^= 1;
        }
        DataOutputStream asker = client;
        if (type == 'Z' && body[0] == 'I') {
          end();
        }
        send(asker, type, body);
      }
    }

    /** The transaction is over, or the login. */
    private void end() {
      if (habit == Habit.SWAPS) {
        client = null;
        free.add(this);
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    var in = new DataInputStream(socket.getInputStream());
    var out = new DataOutputStream(socket.getOutputStream());
    daemon(() -> ask(in, out));
  }

  private void ask(DataInputStream in, DataOutputStream out) throws IOException {
    var own = new Backend(out);
    int length = in.readInt();
    own.out.writeInt(length);
    own.out.write(in.readNBytes(length - 4));
    own.out.flush();
    Backend backend = own;
    while (true) {
      byte type = in.readByte();
      byte[] body = in.readNBytes(in.readInt() - 4);
      if (type == 'X') {
        return;
      }
      if (backend.client != out) {
        backend = take(out);
      }
      send(backend.out, type, body);
    }
  }

  private Backend take(DataOutputStream client) throws IOException {
    try {
      Backend backend = free.takeLast();
      backend.client = client;
      return backend;
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(DataOutputStream to, byte type, byte[] body) throws IOException {
    synchronized (to) {
      to.writeByte(type);
      to.writeInt(body.length + 4);
      to.write(body);
      to.flush();
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
                // one side has ended
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Backend backend : free) {
      backend.socket.close();
    }
  }
}
