package larder.appliance.mesh.peer;

import java.io.IOException;
import java.time.Duration;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;

/** An open connection to a device that is let in. Safe for several threads. */
public interface PeerLink {

  DeviceId device();

  /** The name the device gave in its Hello, harmless to show. */
  String deviceName();

  /** The program it runs, for example {@code syncthing v1.29.5}. */
  String client();

  /**
   * Queues {@code message} for sending; blocks while the bounded send queue is full.
   *
   * @throws IOException if the link is closed
   */
  void send(Message message) throws IOException, InterruptedException;

  /**
   * Asks for a block and waits for the answer. The request's {@code id} is chosen by the link.
   *
   * @return the bytes, unverified
   * @throws RequestRefusedException if the device answers with an error code
   * @throws java.net.SocketTimeoutException if no answer comes in time; a late one is dropped
   * @throws IOException if the link is closed before the answer came
   */
  Bytes request(BlockRequest request, Duration timeout) throws IOException, InterruptedException;

  /** Says why and hangs up; returns once the close message was sent or 10 s passed. Idempotent. */
  void close(String reason);
}
