package larder.appliance.mesh.index;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import larder.appliance.mesh.peer.BlockRequest;
import larder.appliance.mesh.peer.PeerHandler;
import larder.appliance.mesh.peer.PeerLink;
import larder.appliance.mesh.peer.RequestRefusedException;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;
import org.jspecify.annotations.Nullable;

/** One end of a connection inside this process; a thread reads each end as a real link's would. */
final class FakeLink implements PeerLink {

  private static final Message END = new Message.Ignored(-1);

  private final DeviceId remote;
  private final String client;
  private final PeerHandler handler;
  private final BlockingQueue<Message> inbox = new ArrayBlockingQueue<>(64);
  private final List<Message> sent = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable FakeLink> other = new AtomicReference<>();
  private volatile String closedFor = "";
  private final AtomicBoolean open = new AtomicBoolean(true);
  private final Thread reader = Thread.ofVirtual().unstarted(this::read);

  private FakeLink(DeviceId remote, String client, PeerHandler handler) {
    this.remote = remote;
    this.client = client;
    this.handler = handler;
  }

  /** Connects a box to a PC. @return the box's end */
  static FakeLink connectToPc(DeviceId box, PeerHandler atBox, DeviceId pc, PeerHandler atPc) {
    return connect(
        new FakeLink(pc, "syncthing v1.29.5", atBox), new FakeLink(box, "larder-box test", atPc));
  }

  /** Connects two handlers. @return {@code a}'s end, whose device is {@code b} */
  static FakeLink connect(DeviceId a, PeerHandler handlerA, DeviceId b, PeerHandler handlerB) {
    FakeLink atA = new FakeLink(b, "larder-box test", handlerA);
    return connect(atA, new FakeLink(a, "larder-box test", handlerB));
  }

  private static FakeLink connect(FakeLink atA, FakeLink atB) {
    atA.other.set(atB);
    atB.other.set(atA);
    atA.reader.start();
    atB.reader.start();
    return atA;
  }

  /** What was sent from this end. */
  List<Message> sent() {
    return List.copyOf(sent);
  }

  /** Why it was closed; empty while it is open. */
  String closedFor() {
    return closedFor;
  }

  PeerHandler handler() {
    return handler;
  }

  FakeLink otherEnd() {
    FakeLink end = other.get();
    if (end == null) {
      throw new IllegalStateException("not connected");
    }
    return end;
  }

  @Override
  public DeviceId device() {
    return remote;
  }

  @Override
  public String deviceName() {
    return "device " + remote.shortText();
  }

  @Override
  public String client() {
    return client;
  }

  @Override
  public void send(Message message) throws IOException, InterruptedException {
    if (!open.get()) {
      throw new IOException("closed");
    }
    sent.add(message);
    if (!otherEnd().inbox.offer(message, 10, TimeUnit.SECONDS)) {
      throw new IOException("the other end does not read");
    }
  }

  @Override
  public Bytes request(BlockRequest request, Duration timeout) throws IOException {
    if (!open.get()) {
      throw new IOException("closed");
    }
    Message.Response response =
        otherEnd()
            .handler
            .onRequest(
                otherEnd(),
                new Message.Request(
                    1,
                    request.folder(),
                    request.name(),
                    request.offsetBytes(),
                    request.sizeBytes(),
                    request.hash(),
                    request.blockNo(),
                    request.weakHash(),
                    request.fromTemporary()));
    if (response.code() != Message.ErrorCode.NONE) {
      throw new RequestRefusedException(response.code(), "refused: " + response.code());
    }
    return response.data();
  }

  @Override
  public void close(String reason) {
    if (open.getAndSet(false)) {
      closedFor = reason;
      end();
      otherEnd().close("the other end: " + reason);
    }
  }

  /** Closes both ends and waits until both handlers know. */
  void closeAndWait() throws InterruptedException {
    close("test ends");
    reader.join(Duration.ofSeconds(10));
    otherEnd().reader.join(Duration.ofSeconds(10));
  }

  private void end() {
    if (!inbox.offer(END)) {
      inbox.clear();
      inbox.add(END);
    }
  }

  private void read() {
    handler.onOpen(this);
    try {
      for (Message next = inbox.take(); !next.equals(END) && open.get(); next = inbox.take()) {
        handler.onMessage(this, next);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the reader", e);
    } finally {
      handler.onClosed(this, closedFor);
    }
  }
}
