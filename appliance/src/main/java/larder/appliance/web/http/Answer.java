package larder.appliance.web.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import larder.media.FileRegion;

/** What an endpoint gives back. */
public sealed interface Answer {

  int status();

  List<Header> headers();

  /** No body. */
  record Empty(int status, List<Header> headers) implements Answer {
    public Empty {
      headers = List.copyOf(headers);
    }
  }

  /**
   * A body that is complete and small.
   *
   * @param bytes not changed by anyone after this
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Whole(int status, List<Header> headers, byte[] bytes) implements Answer {
    public Whole {
      headers = List.copyOf(headers);
    }
  }

  /** A body that is written piece by piece as the client takes it. */
  record Streamed(int status, List<Header> headers, Body body) implements Answer {
    public Streamed {
      headers = List.copyOf(headers);
    }
  }

  /** An object as JSON. */
  static Answer json(int status, Object value) {
    return json(status, value, List.of());
  }

  static Answer json(int status, Object value, List<Header> headers) {
    return new Whole(status, Headers.json(headers), Json.write(value));
  }

  static Answer ok(Object value) {
    return json(200, value);
  }

  static Answer noContent() {
    return new Empty(204, List.of());
  }

  static Answer of(Problem problem) {
    return ProblemAnswers.answer(problem);
  }

  /** The bytes of a {@link Streamed} answer; closed in any case, written or not. */
  interface Body extends AutoCloseable {

    /** The exact length if it is known; without it the body goes out in HTTP chunks. */
    OptionalLong lengthBytes();

    /**
     * Writes all of it; not called for HEAD.
     *
     * @throws IOException if the client is gone or the bytes cannot be had; the connection is then
     *     aborted, so that a part is never taken for the whole
     */
    void writeTo(Sink sink) throws IOException, InterruptedException;

    @Override
    void close();
  }

  /** Where a body goes. */
  interface Sink {
    /** Writes all of {@code bytes}; blocks for as long as the client does not take them. */
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Sends a region without reading it; blocks for as long as the client does not take it.
     *
     * @return bytes sent; fewer than the region has when it ended early, 0 also where regions
     *     cannot be sent at all: the rest is to be written
     */
    long send(FileRegion region) throws IOException, InterruptedException;
  }
}
