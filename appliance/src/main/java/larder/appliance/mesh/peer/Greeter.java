package larder.appliance.mesh.peer;

import static larder.appliance.mesh.peer.Greeted.Direction.ACCEPTED;
import static larder.appliance.mesh.peer.Greeted.Direction.DIALLED;
import static larder.appliance.mesh.peer.Greeted.Path.DIRECT;
import static larder.appliance.mesh.peer.Greeted.Path.RELAYED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import larder.appliance.mesh.peer.Greeted.Direction;
import larder.appliance.mesh.peer.Greeted.Path;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.HelloCodec;
import larder.appliance.supervise.SupervisedTask;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Task;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a TCP connection through TLS and the Hellos, each within its time as a whole. */
final class Greeter {

  private static final Logger LOG = LoggerFactory.getLogger(Greeter.class);

  private static final String PROTOCOL = "bep/1.0";

  private final DeviceTls tls;
  private final PeerSettings settings;
  private final Admission admission;
  private final Supervisor threads;
  private final Ticker ticker;

  Greeter(
      DeviceTls tls,
      PeerSettings settings,
      Admission admission,
      Supervisor threads,
      Ticker ticker) {
    this.tls = tls;
    this.settings = settings;
    this.admission = admission;
    this.threads = threads;
    this.ticker = ticker;
  }

  /** Greets whoever dialled us. Closes {@code raw} if it throws. */
  Greeted accepted(Socket raw) throws IOException {
    return closingOnFailure(
        raw,
        () -> {
          SSLSocket socket = tls.server(raw, PROTOCOL);
          return greet(raw, socket, handshake(raw, socket), new How(ACCEPTED, DIRECT));
        });
  }

  /** Greets the device that we dialled. Closes {@code raw} if it throws. */
  Greeted dialled(Socket raw, DeviceId expected) throws IOException {
    return closingOnFailure(
        raw,
        () -> {
          SSLSocket socket = tls.client(raw, PROTOCOL);
          return greetOnly(expected, raw, socket, new How(DIALLED, DIRECT));
        });
  }

  /** Greets the device at the other end of a relay's line. Closes its socket if it throws. */
  Greeted relayed(Line line, DeviceId expected, Direction direction) throws IOException {
    Socket raw = line.socket();
    return closingOnFailure(
        raw,
        () -> {
          SSLSocket socket =
              switch (line.role()) {
                case CLIENT -> tls.client(raw, PROTOCOL);
                case SERVER -> tls.server(raw, PROTOCOL);
              };
          return greetOnly(expected, raw, socket, new How(direction, RELAYED));
        });
  }

  private record How(Direction direction, Path path) {}

  private Greeted greetOnly(DeviceId expected, Socket raw, SSLSocket socket, How how)
      throws IOException {
    DeviceId device = handshake(raw, socket);
    if (!device.equals(expected)) {
      throw new IOException("another device answers there: " + device);
    }
    return greet(raw, socket, device, how);
  }

  private DeviceId handshake(Socket raw, SSLSocket socket) throws IOException {
    return within(
        settings.timing().handshake(),
        raw,
        "TLS handshake",
        () -> {
          socket.startHandshake();
          return DeviceTls.deviceOn(socket);
        });
  }

  private Greeted greet(Socket raw, SSLSocket socket, DeviceId device, How how) throws IOException {
    Hello theirs =
        within(
            settings.timing().hello(),
            raw,
            "Hello",
            () -> {
              // Some hundred bytes: they fit any socket's buffer, so both sides may send first.
              socket.getOutputStream().write(HelloCodec.encode(helloFor(device)));
              return HelloCodec.read(socket.getInputStream());
            });
    return new Greeted(raw, socket, device, theirs, how.direction(), how.path());
  }

  private Hello helloFor(DeviceId device) {
    Hello full = settings.hello();
    return admission.knows(device) ? full : new Hello("", full.clientName(), full.clientVersion());
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /** Time for the whole step, since a byte now and then would outwit a timeout on reads. */
  private <T> T within(Duration most, Socket raw, String what, Step<T> step) throws IOException {
    AtomicBoolean late = new AtomicBoolean();
    SupervisedTask alarm =
        alarm(
            raw,
            () -> {
              ticker.sleep(most);
              late.set(true);
              raw.close();
            });
    try {
      return step.run();
    } catch (IOException | UncheckedIOException e) {
      if (late.get()) {
        throw new SocketTimeoutException("no " + what + " within " + most.toSeconds() + " s");
      }
      throw e;
    } finally {
      alarm.stop();
    }
  }

  private SupervisedTask alarm(Socket raw, Task task) throws IOException {
    try {
      return threads.start("deadline of " + raw.getRemoteSocketAddress(), Verdict.end(), task);
    } catch (IllegalStateException e) {
      throw new IOException("this device stops", e);
    }
  }

  private static Greeted closingOnFailure(Socket raw, Step<Greeted> step) throws IOException {
    boolean done = false;
    try {
      Greeted greeted = step.run();
      done = true;
      return greeted;
    } finally {
      if (!done) {
        closeQuietly(raw);
      }
    }
  }

  /** Closing is the last resort of every failure here; that it fails, too, changes nothing. */
  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing {} failed", socket, e);
    }
  }
}
