package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.Message;
import larder.appliance.supervise.Supervisor;
import larder.appliance.supervise.Ticker;

/** A real peer service on loopback that lets in who it is told and writes down what happens. */
class MeshSide implements AutoCloseable, PeerHandler, Admission {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  final DeviceIdentity identity;
  final PeerService service;
  final Set<DeviceId> known = ConcurrentHashMap.newKeySet();
  final Set<DeviceId> knocked = ConcurrentHashMap.newKeySet();
  final BlockingQueue<PeerLink> opened = new LinkedBlockingQueue<>();
  final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
  final BlockingQueue<Message.Request> requests = new LinkedBlockingQueue<>();
  final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Supervisor threads;

  MeshSide(DeviceIdentity identity, PeerTiming timing) throws IOException {
    this(identity, timing, AddressBook.empty());
  }

  MeshSide(DeviceIdentity identity, PeerTiming timing, AddressBook book) throws IOException {
    this.identity = identity;
    this.threads = new Supervisor("test", Ticker.system(), (task, failure) -> {});
    this.service =
        PeerService.open(
            identity,
            new PeerSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Hello("box", "larder", "v0.1"),
                timing),
            new PeerService.Ports(this, book, this),
            threads,
            Ticker.system());
  }

  static MeshSide start() throws IOException {
    return new MeshSide(DeviceIdentity.create(), PeerTiming.standard());
  }

  /** Timing with pings and silences that a test can wait for. */
  static PeerTiming timing(Duration pingAfter, Duration deadAfter) {
    PeerTiming usual = PeerTiming.standard();
    return new PeerTiming(
        usual.dial(),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2),
        pingAfter,
        deadAfter,
        usual.closeGrace(),
        Duration.ofMillis(100),
        Duration.ofSeconds(1));
  }

  DeviceId id() {
    return identity.id();
  }

  int port() {
    return service.address().getPort();
  }

  PeerAddress.Tcp address() {
    return new PeerAddress.Tcp("127.0.0.1", port());
  }

  PeerLink awaitLink() throws InterruptedException {
    return take(opened);
  }

  /** The next message, whatever it is. */
  Message awaitMessage() throws InterruptedException {
    return take(messages);
  }

  /** The next message of {@code type}; others before it are passed over. */
  <T extends Message> T await(Class<T> type) throws InterruptedException {
    Message message = take(messages);
    while (!type.isInstance(message)) {
      message = take(messages);
    }
    return type.cast(message);
  }

  String awaitClosed() throws InterruptedException {
    return take(closed);
  }

  static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(taken).as("within %s", PATIENCE).isNotNull();
    return taken;
  }

  /** The folder {@code id}, shared by this side and {@code other}. */
  Message.ClusterConfig sharing(String id, DeviceId other) {
    return new Message.ClusterConfig(
        List.of(
            new Message.Folder(
                id,
                id,
                0,
                false,
                List.of(
                    new Message.Device(id(), "box", List.of(), 0, 77, false),
                    new Message.Device(other, "pc", List.of(), 0, 0, false)))),
        false);
  }

  @Override
  public void onOpen(PeerLink link) {
    try {
      link.send(sharing("f", link.device()));
    } catch (IOException e) {
      closed.add("before the ClusterConfig: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    opened.add(link);
  }

  @Override
  public void onMessage(PeerLink link, Message message) {
    messages.add(message);
  }

  @Override
  public Message.Response onRequest(PeerLink link, Message.Request request) {
    requests.add(request);
    byte[] file = files.get(request.name());
    if (file == null) {
      return new Message.Response(request.id(), Bytes.EMPTY, Message.ErrorCode.NO_SUCH_FILE);
    }
    byte[] block = new byte[request.sizeBytes()];
    System.arraycopy(file, (int) request.offsetBytes(), block, 0, block.length);
    return new Message.Response(request.id(), Bytes.wrap(block), Message.ErrorCode.NONE);
  }

  @Override
  public void onClosed(PeerLink link, String reason) {
    closed.add(reason);
  }

  @Override
  public boolean knows(DeviceId device) {
    return known.contains(device);
  }

  @Override
  public Decision decide(DeviceId device, Hello hello, InetSocketAddress remote) {
    if (known.contains(device)) {
      return Decision.ADMIT;
    }
    knocked.add(device);
    return Decision.PENDING;
  }

  @Override
  public void close() {
    service.close();
    threads.close();
  }
}
