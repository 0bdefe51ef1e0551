package larder.appliance.mesh.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import larder.appliance.mesh.peer.Line;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;

/** A connection to a relay, on which this device has shown its certificate. For one thread. */
final class RelayConnection implements AutoCloseable {

  private static final String PROTOCOL = "bep-relay";

  /** For each step: to connect, to shake hands, to get an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Socket raw;
  private final SSLSocket tls;
  private final DeviceId relay;

  private RelayConnection(Socket raw, SSLSocket tls, DeviceId relay) {
    this.raw = raw;
    this.tls = tls;
    this.relay = relay;
  }

  /**
   * Connects; blocks.
   *
   * @throws IOException if nobody is there or it is not the relay that the address names
   */
  static RelayConnection open(PeerAddress.Relay address, DeviceTls own, Deadline deadline)
      throws IOException {
    Socket raw = connect(new InetSocketAddress(address.host(), address.port()), deadline);
    boolean open = false;
    try {
      SSLSocket tls = own.client(raw, PROTOCOL);
      tls.startHandshake();
      if (!PROTOCOL.equals(tls.getApplicationProtocol())) {
        throw new IOException(address.host() + " is no relay");
      }
      DeviceId shown = DeviceTls.deviceOn(tls);
      if (address.relay().filter(expected -> !expected.equals(shown)).isPresent()) {
        throw new IOException("another relay answers there: " + shown);
      }
      RelayConnection connection = new RelayConnection(raw, tls, shown);
      open = true;
      return connection;
    } finally {
      if (!open) {
        raw.close();
      }
    }
  }

  /** The id that the relay proved. */
  DeviceId relay() {
    return relay;
  }

  /** The address at this end. */
  InetAddress localAddress() {
    return raw.getLocalAddress();
  }

  void send(RelayMessage message) throws IOException {
    tls.getOutputStream().write(RelayCodec.encode(message));
  }

  /** The next message; {@code SocketTimeoutException} if none comes in time. */
  RelayMessage receive(Duration patience) throws IOException {
    raw.setSoTimeout((int) patience.toMillis());
    return RelayCodec.read(tls.getInputStream());
  }

  /** Takes the place in a session that the relay opened; blocks. The caller closes the socket. */
  Line join(RelayMessage.Invitation invitation, Deadline deadline) throws IOException {
    InetAddress asked = InetAddress.getByAddress(bytesOf(invitation));
    InetAddress at = asked.isAnyLocalAddress() ? raw.getInetAddress() : asked;
    Socket session = connect(new InetSocketAddress(at, invitation.port()), deadline);
    boolean joined = false;
    try {
      session
          .getOutputStream()
          .write(RelayCodec.encode(new RelayMessage.JoinSession(invitation.key())));
      RelayMessage answer = RelayCodec.read(session.getInputStream());
      requireSuccess(answer);
      session.setSoTimeout(0);
      joined = true;
      return new Line(
          session,
          switch (invitation.role()) {
            case CLIENT -> Line.Role.CLIENT;
            case SERVER -> Line.Role.SERVER;
          });
    } finally {
      if (!joined) {
        session.close();
      }
    }
  }

  /** Does nothing if {@code answer} says yes. */
  static void requireSuccess(RelayMessage answer) throws IOException {
    switch (answer) {
      case RelayMessage.Answer(int code, String words) -> {
        if (code != RelayMessage.Answer.SUCCESS) {
          throw new IOException("the relay refuses: " + Words.harmless(words));
        }
      }
      case RelayMessage.Full _ -> throw new IOException("the relay is full");
      case RelayMessage.Ping _,
          RelayMessage.Pong _,
          RelayMessage.Join _,
          RelayMessage.JoinSession _,
          RelayMessage.Connect _,
          RelayMessage.Invitation _ ->
          throw new IOException("the relay answers something else");
    }
  }

  @Override
  public void close() throws IOException {
    // The TCP connection, not TLS on it: closing that would wait for a writer that is stuck.
    raw.close();
  }

  private byte[] bytesOf(RelayMessage.Invitation invitation) {
    return invitation.address().length() == 0
        ? raw.getInetAddress().getAddress()
        : invitation.address().array();
  }

  private static Socket connect(InetSocketAddress place, Deadline deadline) throws IOException {
    Socket socket = new Socket();
    deadline.watch(socket);
    boolean connected = false;
    try {
      socket.connect(place, (int) PATIENCE.toMillis());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      connected = true;
      return socket;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }
}
