package larder.appliance.mesh.peer;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the household's own network from the rest of the world. */
final class Reaches {

  private static final Logger LOG = LoggerFactory.getLogger(Reaches.class);

  private Reaches() {}

  static PeerState.Reach of(InetAddress remote) {
    boolean near =
        remote.isLoopbackAddress()
            || remote.isSiteLocalAddress()
            || remote.isLinkLocalAddress()
            || isUniqueLocal(remote)
            || isOnOwnSubnet(remote);
    return near ? PeerState.Reach.LAN : PeerState.Reach.INTERNET;
  }

  /** Whether {@code address} is one of this machine's. */
  static boolean isOwn(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      LOG.debug("network interfaces cannot be listed", e);
      return true;
    }
  }

  /** RFC 4193: fc00::/7. */
  private static boolean isUniqueLocal(InetAddress remote) {
    return remote instanceof Inet6Address && (remote.getAddress()[0] & 0xfe) == 0xfc;
  }

  private static boolean isOnOwnSubnet(InetAddress remote) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(network -> network.getInterfaceAddresses().stream())
          .anyMatch(own -> sharesPrefix(own, remote));
    } catch (SocketException e) {
      LOG.debug("network interfaces cannot be listed", e);
      return false;
    }
  }

  private static boolean sharesPrefix(InterfaceAddress own, InetAddress remote) {
    byte[] a = own.getAddress().getAddress();
    byte[] b = remote.getAddress();
    int bits = own.getNetworkPrefixLength();
    if (a.length != b.length || bits <= 0) {
      return false;
    }
    int whole = bits / 8;
    int mask = 0xff << (8 - bits % 8);
    return Arrays.equals(a, 0, whole, b, 0, whole)
        && (bits % 8 == 0 || (a[whole] & mask & 0xff) == (b[whole] & mask & 0xff));
  }
}
