package larder.appliance.mesh.index;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.peer.AddressBook;
import larder.appliance.mesh.peer.PeerHandler;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.peer.PeerService;
import larder.appliance.mesh.peer.PeerSettings;
import larder.appliance.mesh.peer.PeerTiming;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.Message;
import larder.appliance.store.Database;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;
import larder.media.ContentId;

/** The mesh as the box and the share have it, with real connections, on loopback. */
public final class RealDevice implements AutoCloseable {

  private final DeviceIdentity identity;
  private final Database database;
  private final MeshStore store;
  private final ChangeFeed changes = new ChangeFeed();
  private final Held held = new Held();
  private final IndexExchange exchange;
  private final Household household;
  private final Supervisor supervisor;
  private final PeerService peers;
  private final Traffic traffic;

  /** Opens the device that lives in {@code home}; the same home is the same device. */
  public RealDevice(Path home, String name, Providers providers) throws Exception {
    Files.createDirectories(home);
    this.identity = DeviceIdentity.loadOrCreate(home.resolve("identity"));
    this.database = Database.open(home, Clock.systemUTC());
    this.store = new MeshStore(database, new SecureRandom());
    store.open();
    this.exchange =
        new IndexExchange(
            store,
            new IndexExchange.Self(identity.id(), name),
            held,
            providers.provider(store, identity.id()),
            changes,
            Clock.systemUTC());
    this.traffic = new Traffic(exchange);
    this.supervisor =
        new Supervisor(
            name,
            Ticker.system(),
            (task, cause) -> {
              throw new AssertionError(task + " failed", cause);
            });
    this.peers =
        PeerService.open(
            identity,
            new PeerSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Hello(name, "larder-box", "0.1.0"),
                PeerTiming.standard()),
            new PeerService.Ports(
                new Doorkeeper(store, changes, Clock.systemUTC(), System::nanoTime),
                AddressBook.empty(),
                traffic),
            supervisor,
            Ticker.system());
    this.household = new Household(store, identity.id(), exchange, Contacts.of(peers), changes);
    changes.start();
    exchange.stock().start();
    household.start();
  }

  /** Makes what serves blocks, given the store. */
  @FunctionalInterface
  public interface Providers {
    BlockProvider provider(MeshStore store, DeviceId self);
  }

  /** A device that serves nothing. */
  public static RealDevice box(Path home) throws Exception {
    return new RealDevice(home, "box", (store, self) -> new TestDevice.NoBlocks());
  }

  public DeviceId id() {
    return identity.id();
  }

  public String address() {
    return "tcp://127.0.0.1:" + peers.address().getPort();
  }

  public MeshStore store() {
    return store;
  }

  public IndexExchange exchange() {
    return exchange;
  }

  public Household household() {
    return household;
  }

  public IndexCatalog catalog() {
    return new IndexCatalog(store, changes);
  }

  public MeshSources sources() {
    return new MeshSources(store, exchange, changes);
  }

  public Traffic traffic() {
    return traffic;
  }

  public void complete(ContentId content) {
    held.complete.add(content);
    held.listeners.forEach(listener -> listener.accept(content));
  }

  public void evict(ContentId content) {
    exchange.stock().announceEvicted(content);
    held.complete.remove(content);
  }

  @Override
  public void close() {
    peers.close();
    supervisor.close();
    exchange.stock().close();
    changes.close();
    database.close();
  }

  /** Counts what comes in. */
  public static final class Traffic implements PeerHandler {

    private final PeerHandler next;
    private final AtomicLong indexes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    Traffic(PeerHandler next) {
      this.next = next;
    }

    /** Full indexes that came in. */
    public long indexes() {
      return indexes.get();
    }

    /** Entries that came in, in full indexes and updates. */
    public long entries() {
      return entries.get();
    }

    /** Blocks that others asked for. */
    public long requests() {
      return requests.get();
    }

    @Override
    public void onOpen(PeerLink link) {
      next.onOpen(link);
    }

    @Override
    public void onMessage(PeerLink link, Message message) {
      if (message instanceof Message.Index index) {
        indexes.incrementAndGet();
        entries.addAndGet(index.files().size());
      } else if (message instanceof Message.IndexUpdate update) {
        entries.addAndGet(update.files().size());
      }
      next.onMessage(link, message);
    }

    @Override
    public Message.Response onRequest(PeerLink link, Message.Request request) {
      requests.incrementAndGet();
      return next.onRequest(link, request);
    }

    @Override
    public void onClosed(PeerLink link, String reason) {
      next.onClosed(link, reason);
    }
  }

  private static final class Held implements HeldContents {
    @Override
    public BitSet present(ContentId content) {
      return new BitSet();
    }

    @Override
    public Subscription onChange(Consumer<ContentId> listener) {
      return () -> {};
    }

    private final Set<ContentId> complete = ConcurrentHashMap.newKeySet();
    private final CopyOnWriteArrayList<Consumer<ContentId>> listeners =
        new CopyOnWriteArrayList<>();

    @Override
    public Set<ContentId> complete() {
      return Set.copyOf(complete);
    }

    @Override
    public Subscription onComplete(Consumer<ContentId> listener) {
      listeners.add(listener);
      return () -> listeners.remove(listener);
    }
  }
}
