package larder.appliance.mesh.discovery;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceListener;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;

/**
 * A process of its own that lives in a network namespace: takes part in discovery, does what stdin
 * says, prints what it sees as lines on stdout, and ends with stdin.
 */
final class LanProbe {

  private LanProbe() {}

  public static void main(String[] arguments) throws Exception {
    int filling = Integer.parseInt(arguments[0]);
    try (Supervisor supervisor =
        new Supervisor("probe", Ticker.system(), (task, failure) -> say("fatal " + task))) {
      run(supervisor, filling, arguments[1]);
    }
    System.exit(0);
  }

  private static void run(Supervisor supervisor, int filling, String name) throws Exception {
    InetSocketAddress mesh = new InetSocketAddress(22_000 + filling);
    var id = AnnouncementCodecTest.device(filling);
    InterfaceWatch watch = InterfaceWatch.system(supervisor);
    LocalDiscovery discovery = new LocalDiscovery(id, mesh, System.nanoTime(), watch, supervisor);
    AutoCloseable listening =
        discovery.onChange(device -> say("heard " + device + " " + discovery.addressesOf(device)));
    MdnsService service = new MdnsService(name, new InetSocketAddress(8080), id, "0.1");
    try (MdnsAnnouncer mdns = new MdnsAnnouncer(service, watch, supervisor)) {
      discovery.start();
      watch.start();
      say("up");
      obeyStdin();
      say("closing " + mdns.getClass().getSimpleName());
    } finally {
      listening.close();
    }
    say("closed");
  }

  private static void obeyStdin() throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "get" -> get(words[1], words[2]);
        case "browse" -> browse(words[1]);
        case "close" -> {
          return;
        }
        default -> say("what? " + line);
      }
    }
  }

  private static void get(String url, String key) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).header("X-API-Key", key).build();
      say("got " + http.send(request, BodyHandlers.ofString()).body().replaceAll("\\s+", " "));
    }
  }

  private static void browse(String address) throws Exception {
    JmDNS browser = JmDNS.create(InetAddress.ofLiteral(address), "browser");
    browser.addServiceListener(
        "_larder._tcp.local.",
        new ServiceListener() {
          @Override
          public void serviceAdded(ServiceEvent event) {
            browser.requestServiceInfo(event.getType(), event.getName(), true);
          }

          @Override
          public void serviceRemoved(ServiceEvent event) {
            say("gone " + event.getName());
          }

          @Override
          public void serviceResolved(ServiceEvent event) {
            say(
                "resolved %s %s %s"
                    .formatted(
                        event.getName(),
                        String.join(",", event.getInfo().getURLs("http")),
                        event.getInfo().getPropertyString("id")));
          }
        });
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
