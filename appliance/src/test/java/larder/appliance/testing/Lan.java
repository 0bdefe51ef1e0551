package larder.appliance.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A LAN inside this machine: network namespaces on a bridge that has a namespace of its own. Needs
 * root. Everything goes with {@link #close}.
 */
public final class Lan implements AutoCloseable {

  private final String prefix;
  private final List<String> namespaces = new ArrayList<>();

  private Lan(String prefix) {
    this.prefix = prefix;
  }

  public static Lan open() throws Exception {
    Lan lan = new Lan("lt" + ProcessHandle.current().pid() + "-");
    lan.addNamespace("sw");
    lan.in("sw", "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    lan.in("sw", "link", "set", "br0", "up");
    return lan;
  }

  /** A machine with one interface {@code lan0}; its addresses count at once. */
  public void addHost(String host, String cidr) throws Exception {
    addNamespace(host);
    shell(host, "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad");
    in(host, "link", "set", "lo", "up");
    in(host, "link", "add", "lan0", "type", "veth", "peer", "p-" + host, "netns", prefix + "sw");
    in("sw", "link", "set", "p-" + host, "master", "br0", "up");
    in(host, "addr", "add", cidr, "brd", "+", "dev", "lan0");
    in(host, "link", "set", "lan0", "up");
  }

  /**
   * Two networks and a provider between them, which both reach: {@code home} at 198.51.100.2,
   * {@code away} at 203.0.113.2, {@code mid} at 192.0.2.1. They do not reach each other before
   * {@link #connect}.
   */
  public static Lan twoNetworks() throws Exception {
    Lan lan = new Lan("li" + ProcessHandle.current().pid() + "-");
    lan.addNamespace("mid");
    lan.in("mid", "link", "set", "lo", "up");
    lan.in("mid", "addr", "add", "192.0.2.1/32", "dev", "lo");
    lan.shell("mid", "echo 0 > /proc/sys/net/ipv4/ip_forward");
    lan.addNetwork("home", "198.51.100");
    lan.addNetwork("away", "203.0.113");
    return lan;
  }

  /** A direct route between the two networks appears. */
  public void connect() throws Exception {
    shell("mid", "echo 1 > /proc/sys/net/ipv4/ip_forward");
  }

  private void addNetwork(String host, String net) throws Exception {
    addNamespace(host);
    in(host, "link", "set", "lo", "up");
    in(host, "link", "add", "wan0", "type", "veth", "peer", "p-" + host, "netns", prefix + "mid");
    in("mid", "addr", "add", net + ".1/24", "dev", "p-" + host);
    in("mid", "link", "set", "p-" + host, "up");
    in(host, "addr", "add", net + ".2/24", "brd", "+", "dev", "wan0");
    in(host, "link", "set", "wan0", "up");
    in(host, "route", "add", "default", "via", net + ".1");
  }

  /** {@code ip} in the host's namespace. */
  public void in(String host, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip", "-n", prefix + host));
    command.addAll(Arrays.asList(words));
    run(command);
  }

  /** A process in the host's namespace. */
  public ProcessBuilder process(String host, List<String> command) {
    List<String> inside = new ArrayList<>(inside(host));
    inside.addAll(command);
    return new ProcessBuilder(inside);
  }

  /** The words in front of a command that run it in the host's namespace. */
  public List<String> inside(String host) {
    return List.of("ip", "netns", "exec", prefix + host);
  }

  /** A shell's command in the host's namespace. */
  public void shell(String host, String script) throws Exception {
    List<String> command = new ArrayList<>(inside(host));
    command.addAll(List.of("sh", "-c", script));
    run(command);
  }

  /** Makes a port of the host's loopback one of this process's too. */
  public Tunnel tunnel(String host, int port) throws IOException {
    return Tunnel.open("/run/netns/" + prefix + host, port);
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
