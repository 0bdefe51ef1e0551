package larder.appliance.mesh.discovery;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the network's interfaces again and again, since Java is not told of changes, and tells
 * its listeners: cables, Wi-Fi, DHCP.
 */
public final class InterfaceWatch {

  /** So that a new address is told within two seconds; the look itself costs some 100 µs. */
  static final Duration LOOK = Duration.ofMillis(1_500);

  private static final Logger LOG = LoggerFactory.getLogger(InterfaceWatch.class);

  private final LanInterfaces interfaces;
  private final Ticker ticker;
  private final Supervisor supervisor;
  private final List<Consumer<List<LanInterface>>> listeners = new CopyOnWriteArrayList<>();

  InterfaceWatch(LanInterfaces interfaces, Ticker ticker, Supervisor supervisor) {
    this.interfaces = interfaces;
    this.ticker = ticker;
    this.supervisor = supervisor;
  }

  /** A watch of this machine's interfaces, that ends with {@code supervisor}. */
  public static InterfaceWatch system(Supervisor supervisor) {
    return new InterfaceWatch(LanInterfaces.system(), Ticker.system(), supervisor);
  }

  /** Begins to look; the first look tells every listener. Call once, after they are there. */
  public void start() {
    supervisor.start("interfaces", Verdict.restart(), this::look);
  }

  /** Calls {@code listener} after a change, and after the first look, on the watch's own thread. */
  public void onMove(Runnable listener) {
    listeners.add(_ -> listener.run());
  }

  /** Calls {@code listener} with all interfaces after a change, on the watch's own thread. */
  void onChange(Consumer<List<LanInterface>> listener) {
    listeners.add(listener);
  }

  private void look() throws IOException, InterruptedException {
    List<LanInterface> last = interfaces.current();
    tell(last);
    while (true) {
      ticker.sleep(LOOK);
      List<LanInterface> now = interfaces.current();
      if (!now.equals(last)) {
        tell(now);
        last = now;
      }
    }
  }

  private void tell(List<LanInterface> now) {
    LOG.debug("Network interfaces: {}", now);
    listeners.forEach(listener -> listener.accept(now));
  }
}
