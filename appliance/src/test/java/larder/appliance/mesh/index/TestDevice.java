package larder.appliance.mesh.index;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import larder.appliance.mesh.peer.PeerAddress;
import larder.appliance.mesh.peer.PeerState;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.store.Database;
import larder.media.BlockHash;
import larder.media.ContentId;

/** A whole mesh side over a database in a directory, with contents that a test says are held. */
public final class TestDevice implements AutoCloseable {

  private final Database database;
  private final DeviceId id;
  private final MeshStore store;
  private final ChangeFeed changes;
  private final Held held = new Held();
  private final IndexExchange exchange;
  private final Household household;

  public TestDevice(Path home, DeviceId id, String name, BlockProvider provider) throws Exception {
    Files.createDirectories(home);
    this.id = id;
    this.database = Database.open(home, Clock.systemUTC());
    this.store = new MeshStore(database, new Random(id.shortId() ^ System.nanoTime()));
    this.changes = new ChangeFeed();
    this.exchange =
        new IndexExchange(
            store, new IndexExchange.Self(id, name), held, provider, changes, Clock.systemUTC());
    this.household = new Household(store, id, exchange, new NoContacts(), changes);
    store.open();
    changes.start();
    exchange.stock().start();
  }

  /** A device id that only the number makes. */
  static DeviceId id(int number) {
    return DeviceId.of(BlockHash.compute(new byte[] {(byte) number}).toBytes());
  }

  public DeviceId id() {
    return id;
  }

  public MeshStore store() {
    return store;
  }

  public ChangeFeed changes() {
    return changes;
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

  /** All bytes of {@code content} are here now. */
  public void complete(ContentId content) {
    held.complete.add(content);
    held.listeners.forEach(listener -> listener.accept(content));
  }

  /** Exactly these chunks of {@code content} are here now. */
  public void hold(ContentId content, int... chunks) {
    BitSet present = new BitSet();
    IntStream.of(chunks).forEach(present::set);
    held.parts.put(content, present);
    held.partListeners.forEach(listener -> listener.accept(content));
  }

  public boolean holds(ContentId content, int index) {
    return held.present(content).get(index);
  }

  /** What was held is gone, and nobody knows yet. */
  public void lose(ContentId content) {
    held.parts.remove(content);
  }

  public void evict(ContentId content) {
    exchange.stock().announceEvicted(content);
    held.complete.remove(content);
    held.parts.remove(content);
  }

  @Override
  public void close() {
    exchange.stock().close();
    changes.close();
    database.close();
  }

  /** Holds nothing to serve. */
  public static final class NoBlocks implements BlockProvider {
    @Override
    public Optional<byte[]> read(HeldFile file, int index) {
      return Optional.empty();
    }

    @Override
    public void stale(HeldFile file) {
      throw new IllegalStateException("nothing was read");
    }
  }

  /** Keeps in touch with nobody. */
  private static final class NoContacts implements Contacts {
    @Override
    public void keepInTouch(DeviceId device, List<PeerAddress> addresses) {}

    @Override
    public void forget(DeviceId device, String reason) {}

    @Override
    public Optional<PeerState> state(DeviceId device) {
      return Optional.empty();
    }
  }

  private static final class Held implements HeldContents {

    private final Set<ContentId> complete = ConcurrentHashMap.newKeySet();
    private final List<Consumer<ContentId>> listeners = new CopyOnWriteArrayList<>();
    private final Map<ContentId, BitSet> parts = new ConcurrentHashMap<>();
    private final List<Consumer<ContentId>> partListeners = new CopyOnWriteArrayList<>();

    @Override
    public BitSet present(ContentId content) {
      return (BitSet) parts.getOrDefault(content, new BitSet()).clone();
    }

    @Override
    public Subscription onChange(Consumer<ContentId> listener) {
      partListeners.add(listener);
      return () -> partListeners.remove(listener);
    }

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
