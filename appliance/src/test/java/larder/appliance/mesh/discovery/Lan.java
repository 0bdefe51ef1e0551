package larder.appliance.mesh.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A LAN inside this machine: network namespaces on a bridge that has a namespace of its own. Needs
 * root. Everything goes with {@link #close}.
 */
final class Lan implements AutoCloseable {

  private final String prefix;
  private final List<String> namespaces = new ArrayList<>();

  private Lan(String prefix) {
    this.prefix = prefix;
  }

  static Lan open() throws Exception {
    Lan lan = new Lan("lt" + ProcessHandle.current().pid() + "-");
    lan.addNamespace("sw");
    lan.in("sw", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    lan.in("sw", "link", "set", "br0", "up");
    return lan;
  }

  /** A machine with one interface {@code lan0}; its addresses count at once. */
  void addHost(String host, String cidr) throws Exception {
    addNamespace(host);
    run(
        List.of(
            "ip",
            "netns",
            "exec",
            prefix + host,
            "sh",
            "-c",
            "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad"));
    in(host, "link", "set", "lo", "up");
    in(host, "link", "add", "lan0", "type", "veth", "peer", "p-" + host, "netns", prefix + "sw");
    in("sw", "link", "set", "p-" + host, "master", "br0", "up");
    in(host, "addr", "add", cidr, "brd", "+", "dev", "lan0");
    in(host, "link", "set", "lan0", "up");
  }

  /** {@code ip} in the host's namespace. */
  void in(String host, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip", "-n", prefix + host));
    command.addAll(Arrays.asList(words));
    run(command);
  }

  /** A process in the host's namespace. */
  ProcessBuilder process(String host, List<String> command) {
    List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", prefix + host));
    inside.addAll(command);
    return new ProcessBuilder(inside);
  }

  /** A {@link LanProbe} in the host's namespace. */
  Probe probe(String host, int filling) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new Probe(
        process(
                host,
                List.of(
                    java,
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classes,
                    LanProbe.class.getName(),
                    Integer.toString(filling)))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  @Override
  public void close() throws IOException {
    for (String namespace : namespaces) {
      Process removal = new ProcessBuilder("ip", "netns", "del", namespace).start();
      removal.onExit().completeOnTimeout(removal, 10, TimeUnit.SECONDS).join();
    }
  }

  private void addNamespace(String name) throws Exception {
    namespaces.add(prefix + name);
    run(List.of("ip", "netns", "add", prefix + name));
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    assertThat(process.exitValue()).as("%s (needs root): %s", command, said).isZero();
  }
}
