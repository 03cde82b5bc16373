package dev.sluice.model.messages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A server that plays bytes from a plain socket: one script per connection, in order; the last one
 * for all that follow.
 */
final class RawUpstream implements AutoCloseable {
  static final String STREAM_HEAD =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "content-type: text/event-stream; charset=utf-8",
          "cache-control: no-cache",
          "request-id: req_head",
          "transfer-encoding: chunked",
          "");

  private static final int PATIENCE_MILLIS = 20_000;

  private final ServerSocket server;
  private final List<Script> scripts;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<CompletableFuture<Void>> played = new ConcurrentLinkedQueue<>();

  /** What one connection does. What it throws fails the test in {@link #awaitPlayed}. */
  @FunctionalInterface
  interface Script {
    void play(Peer peer) throws Exception;
  }

  private RawUpstream(ServerSocket server, List<Script> scripts) {
    this.server = server;
    this.scripts = scripts;
  }

  static RawUpstream playing(Script... scripts) {
    try {
      var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      var upstream = new RawUpstream(server, List.of(scripts));
      Thread.ofVirtual().start(upstream::accept);
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers each request with these bytes of a stream, then ends the answer properly. */
  static RawUpstream streaming(byte[] stream) {
    return playing(
        peer -> {
          peer.request();
          peer.head();
          peer.chunk(stream);
          peer.endChunks();
          peer.awaitClose();
        });
  }

  /** Answers with a whole response of the given head lines and body. */
  static RawUpstream answering(String head, byte[] body) {
    return playing(
        peer -> {
          peer.request();
          peer.send(head + "\r\ncontent-length: " + body.length + "\r\n\r\n");
          peer.send(body);
          peer.awaitClose();
        });
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Head and body of each request, as received. */
  List<String> requests() {
    return requests;
  }

  /** Waits until every script that began is done; fails as the first of them failed. */
  void awaitPlayed() throws Exception {
    for (CompletableFuture<Void> script : played) {
      script.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      for (int i = 0; ; i++) {
        Socket socket = server.accept();
        Script script = scripts.get(Math.min(i, scripts.size() - 1));
        var done = new CompletableFuture<Void>();
        played.add(done);
        Thread.ofVirtual().start(() -> play(script, socket, done));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void play(Script script, Socket socket, CompletableFuture<Void> done) {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MILLIS);
      script.play(new Peer(socket));
      done.complete(null);
    } catch (SocketException e) {
      // The client closed while the script was at work, which ends it.
      done.complete(null);
    } catch (Exception | AssertionError e) {
      done.completeExceptionally(e);
    }
  }

  /** The server's end of one connection. */
  final class Peer {
    private final Socket socket;
    private final InputStream in;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = socket.getInputStream();
    }

    /** Reads one whole request and keeps it. */
    String request() throws IOException {
      String head = readHead();
      int length =
          head.lines()
              .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
              .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
              .findFirst()
              .orElse(0);
      String request = head + new String(in.readNBytes(length), UTF_8);
      requests.add(request);
      return request;
    }

    void send(String text) throws IOException {
      send(text.getBytes(UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    /** The head of an event stream. */
    void head() throws IOException {
      send(STREAM_HEAD + "\r\n");
    }

    void chunk(byte[] bytes) throws IOException {
      var chunk = new ByteArrayOutputStream(bytes.length + 16);
      chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
      chunk.writeBytes(bytes);
      chunk.writeBytes("\r\n".getBytes(UTF_8));
      send(chunk.toByteArray());
    }

    void chunk(String text) throws IOException {
      chunk(text.getBytes(UTF_8));
    }

    void endChunks() throws IOException {
      send("0\r\n\r\n");
    }

    /** Breaks the connection with a reset. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Returns when the client has closed; fails when it sends more or stays. */
    void awaitClose() throws IOException {
      try {
        if (in.read() >= 0) {
          throw new AssertionError("the client sent more than one request");
        }
      } catch (SocketException e) {
        // A reset is a close, too.
      }
    }

    private String readHead() throws IOException {
      var head = new StringBuilder();
      while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
        int b = in.read();
        if (b < 0) {
          throw new AssertionError("the client closed in the middle of a head");
        }
        head.append(new String(new byte[] {(byte) b}, ISO_8859_1));
      }
      return head.toString();
    }
  }
}
