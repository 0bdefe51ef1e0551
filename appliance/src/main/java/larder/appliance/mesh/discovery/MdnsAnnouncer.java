package larder.appliance.mesh.discovery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.stream.Collectors;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import larder.appliance.supervise.SupervisedTask;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.appliance.supervise.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the LAN by multicast DNS where the box's page is: one jmDNS instance for each IPv4 address,
 * each on a thread of its own, since saying hello and goodbye takes seconds.
 */
public final class MdnsAnnouncer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MdnsAnnouncer.class);

  /** jmDNS logs every odd packet of the neighbours; held here, since loggers are weakly kept. */
  private static final java.util.logging.Logger JMDNS_LOG =
      java.util.logging.Logger.getLogger("javax.jmdns");

  /** A goodbye takes jmDNS two to four seconds, and nobody is hurt without one. */
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  private final MdnsService service;
  private final Supervisor supervisor;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Inet4Address, Announced> announced = new HashMap<>();

  @GuardedBy("lock")
  private boolean closed;

  /** jmDNS may swallow an interrupt; the latch tells in any case. */
  private record Announced(SupervisedTask task, CountDownLatch over) {
    void stop() {
      over.countDown();
      task.stop();
    }
  }

  /**
   * Begins with the watch's first look.
   *
   * @param watch not started yet
   */
  public MdnsAnnouncer(MdnsService service, InterfaceWatch watch, Supervisor parent) {
    this.service = service;
    this.supervisor = parent.child("mdns");
    watch.onChange(this::follow);
  }

  /** Says goodbye everywhere at once; returns after at most 3 s. */
  @Override
  public void close() {
    List<Announced> all = takeAll();
    all.forEach(Announced::stop);
    Ticker ticker = Ticker.system();
    Duration deadline = ticker.now().plus(GOODBYE);
    try {
      for (Announced each : all) {
        Duration left = deadline.minus(ticker.now());
        if (!each.task().await(left.isNegative() ? Duration.ZERO : left)) {
          LOG.debug("{} left without a goodbye", each.task().name());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    supervisor.close(Duration.ZERO);
  }

  private void follow(List<LanInterface> interfaces) {
    Set<Inet4Address> wanted =
        interfaces.stream()
            .flatMap(each -> each.v4().stream())
            .map(LanInterface.V4::address)
            .filter(service::isServedAt)
            .collect(Collectors.toSet());
    lock.lock();
    try {
      if (closed) {
        return;
      }
      announced.entrySet().removeIf(each -> stopUnless(wanted.contains(each.getKey()), each));
      wanted.forEach(address -> announced.computeIfAbsent(address, this::start));
    } finally {
      lock.unlock();
    }
  }

  private static boolean stopUnless(boolean wanted, Map.Entry<Inet4Address, Announced> each) {
    if (!wanted) {
      each.getValue().stop();
    }
    return !wanted;
  }

  private Announced start(Inet4Address address) {
    CountDownLatch over = new CountDownLatch(1);
    return new Announced(
        supervisor.start(
            address.getHostAddress(), Verdict.restart(), () -> announce(address, over)),
        over);
  }

  /** The host name is given: without, jmDNS asks a name server, which may take ten seconds. */
  private void announce(Inet4Address address, CountDownLatch over)
      throws IOException, InterruptedException {
    JMDNS_LOG.setLevel(Level.OFF);
    try (JmDNS responder = JmDNS.create(address, service.hostName())) {
      for (ServiceInfo each : service.records()) {
        responder.registerService(each);
      }
      LOG.debug("Announced as {} at {}", responder.getHostName(), address.getHostAddress());
      over.await();
    }
  }

  private List<Announced> takeAll() {
    lock.lock();
    try {
      closed = true;
      List<Announced> all = List.copyOf(announced.values());
      announced.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
