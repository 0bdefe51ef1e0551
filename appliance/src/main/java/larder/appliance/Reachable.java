package larder.appliance;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.List;

/** The addresses under which others reach a socket that listens on this machine. */
final class Reachable {

  private Reachable() {}

  /** As {@code host:port}, the likeliest first; never empty. */
  static List<String> at(InetSocketAddress listening) {
    if (!listening.getAddress().isAnyLocalAddress()) {
      return List.of(text(listening.getAddress(), listening.getPort()));
    }
    List<String> found =
        lanAddresses().stream().map(address -> text(address, listening.getPort())).toList();
    return found.isEmpty() ? List.of("127.0.0.1:" + listening.getPort()) : found;
  }

  private static List<InetAddress> lanAddresses() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .filter(Reachable::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Reachable::isUsual)
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  private static boolean isUsual(InetAddress address) {
    return address instanceof Inet4Address && !address.isLinkLocalAddress();
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp() && !network.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }

  private static String text(InetAddress address, int port) {
    String host = address.getHostAddress().replaceFirst("%.*", "");
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
