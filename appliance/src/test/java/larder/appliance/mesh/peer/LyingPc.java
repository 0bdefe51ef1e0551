package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.HelloCodec;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.MessageReader;
import larder.appliance.mesh.wire.MessageWriter;
import larder.appliance.mesh.wire.ProtoWriter;

/**
 * A PC that was let in, announces a film with the right hashes, and answers every request for it
 * with bytes that are not the film's: too few, too many, or others.
 */
public final class LyingPc implements AutoCloseable {

  public static final String FOLDER = "lies";

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int BLOCK_BYTES = 128 << 10;
  private static final int INDEX = 1;

  private final DeviceId self;
  private final DeviceId box;
  private final Socket raw;
  private final DataOutputStream out;
  private final ReentrantLock sending = new ReentrantLock();
  private final Random random = new Random(6);
  private final AtomicInteger lies = new AtomicInteger();
  private final AtomicBoolean shared = new AtomicBoolean();

  private LyingPc(DeviceId self, DeviceId box, Socket raw, SSLSocket tls) throws IOException {
    this.self = self;
    this.box = box;
    this.raw = raw;
    this.out = new DataOutputStream(new BufferedOutputStream(tls.getOutputStream(), BUFFER_BYTES));
    BufferedInputStream in = new BufferedInputStream(tls.getInputStream(), BUFFER_BYTES);
    HelloCodec.read(in);
    Thread.ofVirtual().name("lying-pc").start(() -> read(in));
  }

  /** Connects to a box that lets {@code identity} in, and offers the folder. */
  public static LyingPc connect(DeviceIdentity identity, DeviceId box, InetSocketAddress address)
      throws IOException {
    Socket raw = new Socket(address.getAddress(), address.getPort());
    SSLSocket tls = BepTls.of(identity).client(raw);
    tls.startHandshake();
    tls.getOutputStream().write(HelloCodec.encode(new Hello("Bert's PC", "test", "v1")));
    LyingPc pc = new LyingPc(identity.id(), box, raw, tls);
    pc.send(pc.sharing());
    return pc;
  }

  /** Whether the box takes the folder. */
  public boolean isShared() {
    return shared.get();
  }

  /** Requests that it answered with wrong bytes. */
  public int lies() {
    return lies.get();
  }

  /** Announces {@code film}'s bytes as its own file {@code name}. */
  public void announce(String name, byte[] film) throws Exception {
    byte[] file =
        new ProtoWriter(1 << 16)
            .text(1, FOLDER)
            .message(2, entry -> describe(entry, name, film))
            .toBytes();
    sending.lock();
    try {
      out.write(new byte[] {0, 2, 8, INDEX});
      out.writeInt(file.length);
      out.write(file);
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  private static void describe(ProtoWriter entry, String name, byte[] film) {
    entry
        .text(1, name)
        .varint(3, film.length)
        .varint(4, 0644)
        .varint(5, 1_700_000_000)
        .message(9, version -> version.message(1, c -> c.varint(1, 7).varint(2, 1)))
        .varint(10, 1)
        .varint(13, BLOCK_BYTES);
    for (int at = 0; at < film.length; at += BLOCK_BYTES) {
      int offset = at;
      byte[] bytes = Arrays.copyOfRange(film, at, Math.min(film.length, at + BLOCK_BYTES));
      entry.message(16, b -> b.varint(1, offset).varint(2, bytes.length).bytes(3, sha256(bytes)));
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Message.ClusterConfig sharing() {
    Message.Device ours = new Message.Device(self, "pc", List.of(), 1, 815, false);
    Message.Device theirs = new Message.Device(box, "box", List.of(), 0, 0, false);
    return new Message.ClusterConfig(
        List.of(new Message.Folder(FOLDER, FOLDER, 0, false, List.of(ours, theirs))), false);
  }

  private void send(Message message) throws IOException {
    sending.lock();
    try {
      new MessageWriter(out).write(message);
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  private void read(BufferedInputStream in) {
    try {
      MessageReader messages = new MessageReader(in);
      while (true) {
        answer(messages.read());
      }
    } catch (IOException e) {
      assertThat(e).as("one of the two hung up").isNotNull();
    }
  }

  private void answer(Message message) throws IOException {
    switch (message) {
      case Message.Request request -> send(lie(request));
      case Message.ClusterConfig config ->
          shared.set(config.folders().stream().anyMatch(one -> one.id().equals(FOLDER)));
      case Message.Index _,
          Message.IndexUpdate _,
          Message.Close _,
          Message.Response _,
          Message.Ping _,
          Message.Ignored _ ->
          assertThat(message).isNotNull();
    }
  }

  private Message.Response lie(Message.Request request) {
    int more =
        switch (lies.getAndIncrement() % 4) {
          case 1 -> -request.sizeBytes() / 2;
          case 2 -> 1_000;
          default -> 0;
        };
    byte[] bytes = new byte[request.sizeBytes() + more];
    random.nextBytes(bytes);
    return new Message.Response(request.id(), Bytes.wrap(bytes), Message.ErrorCode.NONE);
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
