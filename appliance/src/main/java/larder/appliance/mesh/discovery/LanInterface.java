package larder.appliance.mesh.discovery;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * A network interface that is up and reaches others, as it was at one moment.
 *
 * @param index the system's number for it, which a replugged one does not keep
 */
record LanInterface(String name, int index, List<V4> v4, boolean hasV6) {

  LanInterface {
    v4 = v4.stream().sorted(Comparator.comparing(V4::toString)).toList();
  }

  /** An IPv4 address and where its subnet's broadcasts go. */
  record V4(Inet4Address address, InetAddress broadcast) {
    @Override
    public String toString() {
      return address.getHostAddress() + "/" + broadcast.getHostAddress();
    }
  }
}
