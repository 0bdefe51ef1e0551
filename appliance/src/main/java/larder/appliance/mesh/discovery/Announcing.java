package larder.appliance.mesh.discovery;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.appliance.supervise.Ticker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on every interface where this device is: every 30 s, and when there is a reason. */
final class Announcing {

  /** UDP. Source: Syncthing's local discovery. */
  static final int PORT = 21_027;

  private static final Logger LOG = LoggerFactory.getLogger(Announcing.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);

  /** At most one announcement in this time, so that strangers cannot make us flood the network. */
  private static final Duration QUIET = Duration.ofSeconds(1);

  /** ff12::8384: transient, link-local. */
  private static final byte[] GROUP = HexFormat.of().parseHex("ff120000000000000000000000008384");

  private final byte[] datagram;
  private final Ticker ticker;
  private final BlockingQueue<Boolean> reasons = new ArrayBlockingQueue<>(1);
  private volatile List<LanInterface> interfaces = List.of();

  Announcing(Announcement announcement, Ticker ticker) {
    this.datagram = AnnouncementCodec.encode(announcement);
    this.ticker = ticker;
  }

  static InetSocketAddress group(NetworkInterface card) throws UnknownHostException {
    return new InetSocketAddress(Inet6Address.getByAddress("", GROUP, card), PORT);
  }

  /** Announces everywhere anew: an address may have changed. */
  void follow(List<LanInterface> now) {
    interfaces = now;
    soon();
  }

  /** Announces within a second. */
  void soon() {
    boolean first = reasons.offer(true);
    LOG.trace("Announcing soon, {}", first ? "for a new reason" : "as was planned already");
  }

  void run() throws InterruptedException, ClosedByInterruptException {
    while (true) {
      Optional<Boolean> reason =
          Optional.ofNullable(reasons.poll(INTERVAL.toSeconds(), TimeUnit.SECONDS));
      LOG.trace("Announcing on {}, {}", interfaces, reason.isPresent() ? "asked for" : "in turn");
      announce();
      ticker.sleep(QUIET);
    }
  }

  private void announce() throws ClosedByInterruptException {
    for (LanInterface each : interfaces) {
      for (LanInterface.V4 v4 : each.v4()) {
        sendV4(v4);
      }
      if (each.hasV6()) {
        sendV6(each.name());
      }
    }
  }

  /** From each address in turn: what others read as our address is where this comes from. */
  private void sendV4(LanInterface.V4 v4) throws ClosedByInterruptException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET)) {
      channel.setOption(StandardSocketOptions.SO_BROADCAST, true);
      channel.bind(new InetSocketAddress(v4.address(), 0));
      channel.send(ByteBuffer.wrap(datagram), new InetSocketAddress(v4.broadcast(), PORT));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("Not announced from {}: {}", v4, e.getMessage());
    }
  }

  private void sendV6(String name) throws ClosedByInterruptException {
    try (DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET6)) {
      Optional<NetworkInterface> card = Optional.ofNullable(NetworkInterface.getByName(name));
      if (card.isPresent()) {
        channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, card.get());
        channel.send(ByteBuffer.wrap(datagram), group(card.get()));
      }
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      LOG.debug("Not announced on {} by IPv6: {}", name, e.getMessage());
    }
  }
}
