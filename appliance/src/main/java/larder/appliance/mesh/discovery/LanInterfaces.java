package larder.appliance.mesh.discovery;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The machine's network interfaces that lead to a LAN. */
@FunctionalInterface
interface LanInterfaces {

  /** Those that are up now, by name. */
  List<LanInterface> current() throws IOException;

  /** The system's. Loopback, and bridges of containers and virtual machines, lead to no LAN. */
  static LanInterfaces system() {
    return () -> {
      List<LanInterface> found = new ArrayList<>();
      for (NetworkInterface candidate : NetworkInterface.networkInterfaces().toList()) {
        if (isLan(candidate)) {
          found.add(read(candidate));
        }
      }
      found.sort(Comparator.comparing(LanInterface::name));
      return List.copyOf(found);
    };
  }

  private static boolean isLan(NetworkInterface candidate) throws IOException {
    return candidate.isUp()
        && !candidate.isLoopback()
        && !candidate.isPointToPoint()
        && candidate.supportsMulticast()
        && !Names.OTHERS.matcher(candidate.getName()).matches();
  }

  private static LanInterface read(NetworkInterface card) {
    List<LanInterface.V4> v4 = new ArrayList<>();
    boolean v6 = false;
    for (InterfaceAddress each : card.getInterfaceAddresses()) {
      v6 |= each.getAddress() instanceof Inet6Address;
      Optional.ofNullable(each.getBroadcast())
          .filter(_ -> each.getAddress() instanceof Inet4Address)
          .ifPresent(
              broadcast ->
                  v4.add(new LanInterface.V4((Inet4Address) each.getAddress(), broadcast)));
    }
    return new LanInterface(card.getName(), card.getIndex(), v4, v6);
  }

  /** Names that container engines and hypervisors give to their inner ends. */
  final class Names {
    private static final Pattern OTHERS = Pattern.compile("(docker|veth|virbr|br-|cni|lxc).*");

    private Names() {}
  }
}
