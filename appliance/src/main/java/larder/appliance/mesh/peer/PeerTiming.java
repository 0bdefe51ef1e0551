package larder.appliance.mesh.peer;

import java.time.Duration;

/**
 * How long a connection's steps may take.
 *
 * @param dial until TCP connects
 * @param handshake until TLS is done
 * @param hello until the other side's Hello is here
 * @param pingAfter silence of our own after which we ping
 * @param deadAfter silence of theirs after which the connection is given up
 * @param closeGrace for the closing words to leave
 * @param firstRetry the first wait after a failed dial; doubles with each
 * @param mostRetry the longest wait
 */
public record PeerTiming(
    Duration dial,
    Duration handshake,
    Duration hello,
    Duration pingAfter,
    Duration deadAfter,
    Duration closeGrace,
    Duration firstRetry,
    Duration mostRetry) {

  /** What the reference does, so that neither side waits for the other. */
  public static PeerTiming standard() {
    return new PeerTiming(
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(90),
        Duration.ofSeconds(300),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(60));
  }
}
