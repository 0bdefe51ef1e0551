package larder.appliance.mesh.discovery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.jmdns.ServiceInfo;
import larder.appliance.mesh.wire.DeviceId;

/**
 * What a box says of itself by DNS-SD.
 *
 * @param name what the household calls it
 * @param http where its page is served
 * @param version of the program
 */
public record MdnsService(String name, InetSocketAddress http, DeviceId device, String version) {

  /** One label of a DNS name. Source: RFC 1035, 2.3.4. */
  private static final int LABEL_CHARS = 63;

  /** Its name in DNS, without {@code .local}: letters, digits, dashes. */
  public String hostName() {
    String plain =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String host = plain.startsWith("larder") ? plain : "larder-" + plain;
    String cut = host.substring(0, Math.min(LABEL_CHARS, host.length()));
    return cut.replaceAll("-+$", "");
  }

  /** Whether a browser that is told {@code address} finds the page there. */
  boolean isServedAt(InetAddress address) {
    InetAddress bound = http.getAddress();
    return bound.isAnyLocalAddress() || bound.equals(address);
  }

  /** New ones for each call: jmDNS keeps and changes what it is given. */
  List<ServiceInfo> records() {
    Map<String, String> larder = new LinkedHashMap<>();
    larder.put("txtvers", "1");
    larder.put("id", device.toString());
    larder.put("ver", version);
    larder.put("api", "/api/v1");
    larder.put("ui", "/");
    return List.of(
        record("_http._tcp.local.", Map.of("path", "/")), record("_larder._tcp.local.", larder));
  }

  private ServiceInfo record(String type, Map<String, String> text) {
    String label = name.substring(0, Math.min(LABEL_CHARS, name.length()));
    return ServiceInfo.create(type, label, http.getPort(), 0, 0, text);
  }
}
