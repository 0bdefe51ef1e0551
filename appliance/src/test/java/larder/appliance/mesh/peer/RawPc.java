package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.HelloCodec;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.MessageReader;
import larder.appliance.mesh.wire.MessageWriter;

/** A PC's connection to a box, byte by byte: what goes over it is the test's own business. */
final class RawPc implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket raw;
  private final SSLSocket tls;
  private final DataOutputStream out;
  private final ReentrantLock sending = new ReentrantLock();

  private RawPc(Socket raw, SSLSocket tls) throws IOException {
    this.raw = raw;
    this.tls = tls;
    this.out = new DataOutputStream(new BufferedOutputStream(tls.getOutputStream(), BUFFER_BYTES));
  }

  /** Connects to a box that lets {@code identity} in, and says the PC's name. */
  static RawPc connect(DeviceIdentity identity, InetSocketAddress box, String name)
      throws IOException {
    Socket raw = new Socket(box.getAddress(), box.getPort());
    SSLSocket tls = DeviceTls.of(identity).client(raw, "bep/1.0");
    tls.startHandshake();
    tls.getOutputStream().write(HelloCodec.encode(new Hello(name, "test", "v1")));
    return new RawPc(raw, tls);
  }

  /** What to do with a message of the box. */
  @FunctionalInterface
  interface Ear {
    void heard(Message message) throws IOException;
  }

  /** Reads on a thread of its own from now on, after the box's Hello. */
  void listen(String thread, Ear ear) throws IOException {
    BufferedInputStream in = new BufferedInputStream(tls.getInputStream(), BUFFER_BYTES);
    HelloCodec.read(in);
    Thread.ofVirtual().name(thread).start(() -> read(in, ear));
  }

  private static void read(BufferedInputStream in, Ear ear) {
    try {
      MessageReader messages = new MessageReader(in);
      while (true) {
        ear.heard(messages.read());
      }
    } catch (IOException e) {
      assertThat(e).as("one of the two hung up").isNotNull();
    }
  }

  /** One folder that {@code self} shares with {@code box}. */
  static Message.ClusterConfig sharing(String folder, DeviceId self, DeviceId box, long indexId) {
    Message.Device ours = new Message.Device(self, "pc", List.of(), 1, indexId, false);
    Message.Device theirs = new Message.Device(box, "box", List.of(), 0, 0, false);
    return new Message.ClusterConfig(
        List.of(new Message.Folder(folder, folder, 0, false, List.of(ours, theirs))), false);
  }

  void send(Message message) throws IOException {
    write(stream -> new MessageWriter(stream).write(message));
  }

  /** Bytes of a test's own. */
  @FunctionalInterface
  interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** Writes whole: nothing of another message comes in between. */
  void write(Writing writing) throws IOException {
    sending.lock();
    try {
      writing.to(out);
      out.flush();
    } finally {
      sending.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
