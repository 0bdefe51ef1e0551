package larder.appliance.mesh.discovery;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import larder.appliance.mesh.wire.WireException;
import larder.appliance.supervise.SupervisedTask;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears announcements: IPv4 broadcasts on one socket for all interfaces, IPv6 multicasts on one
 * socket for each.
 */
final class Listening {

  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  /** A Syncthing on the same computer has the port to itself as long as it runs. */
  private static final Duration PORT_TAKEN = Duration.ofMinutes(1);

  private final Supervisor supervisor;
  private final Ticker ticker;
  private final BiConsumer<Announcement, InetSocketAddress> onHeard;

  /** By interface; only the interface watch's thread touches it. */
  private final Map<Way, SupervisedTask> v6 = new HashMap<>();

  private record Way(String name, int index) {}

  Listening(
      Supervisor supervisor, Ticker ticker, BiConsumer<Announcement, InetSocketAddress> onHeard) {
    this.supervisor = supervisor;
    this.ticker = ticker;
    this.onHeard = onHeard;
  }

  void start() {
    supervisor.start("listen v4", Verdict.restart(), this::listenV4);
  }

  /** Listens where IPv6 appeared, and no longer where it went. */
  void follow(List<LanInterface> interfaces) {
    Map<Way, LanInterface> wanted =
        interfaces.stream()
            .filter(LanInterface::hasV6)
            .collect(Collectors.toMap(each -> new Way(each.name(), each.index()), each -> each));
    v6.entrySet().removeIf(running -> stopUnless(wanted.containsKey(running.getKey()), running));
    wanted.keySet().forEach(way -> v6.computeIfAbsent(way, this::startV6));
  }

  private static boolean stopUnless(boolean wanted, Map.Entry<Way, SupervisedTask> running) {
    boolean over = !wanted || !running.getValue().isRunning();
    if (over) {
      running.getValue().stop();
    }
    return over;
  }

  private SupervisedTask startV6(Way way) {
    return supervisor.start(
        "listen v6 " + way.name(), Verdict.restart(), () -> listenV6(way.name()));
  }

  private void listenV4() throws IOException, InterruptedException {
    boolean told = false;
    while (true) {
      try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.bind(new InetSocketAddress(Announcing.PORT));
        receive(channel);
      } catch (BindException e) {
        if (!told) {
          LOG.info(
              "UDP port {} is taken, probably by Syncthing on this computer: devices that announce"
                  + " themselves by IPv4 are not heard here. They still hear this one.",
              Announcing.PORT);
        }
        told = true;
        ticker.sleep(PORT_TAKEN);
      }
    }
  }

  /**
   * Bound to the group itself: such a socket gets along with others on the port, IPv4 ones
   * included, and hears its own interface only.
   */
  private void listenV6(String name) throws IOException {
    Optional<NetworkInterface> card = Optional.ofNullable(NetworkInterface.getByName(name));
    if (card.isEmpty()) {
      return;
    }
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
      InetSocketAddress group = Announcing.group(card.get());
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(group);
      channel.join(group.getAddress(), card.get());
      receive(channel);
    }
  }

  private void receive(DatagramChannel channel) throws IOException {
    ByteBuffer datagram = ByteBuffer.allocate(AnnouncementCodec.MAX_BYTES + 1);
    while (true) {
      datagram.clear();
      Object source = channel.receive(datagram);
      datagram.flip();
      if (source instanceof InetSocketAddress sender) {
        heard(datagram, sender);
      }
    }
  }

  /** Anyone can send anything here: what is no announcement is passed over without a word. */
  private void heard(ByteBuffer datagram, InetSocketAddress sender) {
    try {
      onHeard.accept(AnnouncementCodec.decode(datagram), sender);
    } catch (WireException e) {
      LOG.trace("Ignored a datagram from {}: {}", sender, e.getMessage());
    }
  }
}
