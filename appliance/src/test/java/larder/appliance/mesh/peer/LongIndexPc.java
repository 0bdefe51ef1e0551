package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.tls.DeviceTls;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Hello;
import larder.appliance.mesh.wire.HelloCodec;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.MessageReader;
import larder.appliance.mesh.wire.MessageWriter;
import larder.appliance.mesh.wire.ProtoWriter;

/**
 * One connection of a PC that has very many files and tells all of them in a single message, which
 * it never holds in memory. Counts what the box says of them.
 */
public final class LongIndexPc implements AutoCloseable {

  public static final String FOLDER = "everything";

  private static final long INDEX_ID = 4711;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final int BLOCK_BYTES = 128 << 10;
  private static final int BLOCKS = 7;
  private static final int INDEX = 1;
  private static final int INDEX_UPDATE = 2;

  /** One in ten is a film, as far as its name tells. */
  private static final int FILMS = 10;

  private final DeviceId self;
  private final DeviceId box;
  private final Socket raw;
  private final DataOutputStream out;
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong taken = new AtomicLong(-1);

  private LongIndexPc(DeviceId self, DeviceId box, Socket raw, SSLSocket tls) throws IOException {
    this.self = self;
    this.box = box;
    this.raw = raw;
    this.out = new DataOutputStream(new BufferedOutputStream(tls.getOutputStream(), BUFFER_BYTES));
    BufferedInputStream in = new BufferedInputStream(tls.getInputStream(), BUFFER_BYTES);
    HelloCodec.read(in);
    Thread.ofVirtual().name("long-index-pc").start(() -> read(in));
  }

  /** Connects to a box that lets {@code identity} in, and offers the folder. */
  public static LongIndexPc connect(
      DeviceIdentity identity, DeviceId box, InetSocketAddress address) throws IOException {
    Socket raw = new Socket(address.getAddress(), address.getPort());
    SSLSocket tls = DeviceTls.of(identity).client(raw, "bep/1.0");
    tls.startHandshake();
    tls.getOutputStream().write(HelloCodec.encode(new Hello("Anna's PC", "test", "v1")));
    LongIndexPc pc = new LongIndexPc(identity.id(), box, raw, tls);
    pc.send(pc.sharing());
    return pc;
  }

  /** The highest sequence that the box says it took; -1 until it shares the folder. */
  public long taken() {
    return taken.get();
  }

  /** How many files the box has told its own state of. */
  public long told() {
    return told.get();
  }

  /** Sends a message as it is. */
  public void send(Message message) throws IOException {
    new MessageWriter(out).write(message);
    out.flush();
  }

  /**
   * Sends the files from {@code first} to {@code last} as one message.
   *
   * @param until hangs up after this file
   * @return the message's length
   */
  public long announce(int first, int last, int until) throws IOException {
    long length = new ProtoWriter(64).text(1, FOLDER).toBytes().length;
    for (int file = first; file <= last; file++) {
      length += entry(file).length;
    }
    out.write(new byte[] {0, 2, 8, (byte) (first == 1 ? INDEX : INDEX_UPDATE)});
    out.writeInt(Math.toIntExact(length));
    out.write(new ProtoWriter(64).text(1, FOLDER).toBytes());
    for (int file = first; file <= Math.min(last, until); file++) {
      out.write(entry(file));
    }
    out.flush();
    if (until < last) {
      raw.close();
    }
    return length;
  }

  private Message.ClusterConfig sharing() {
    Message.Device ours = new Message.Device(self, "pc", List.of(), 1, INDEX_ID, false);
    Message.Device theirs = new Message.Device(box, "box", List.of(), 0, 0, false);
    return new Message.ClusterConfig(
        List.of(new Message.Folder(FOLDER, FOLDER, 0, false, List.of(ours, theirs))), false);
  }

  /** One entry of an index with its tag: a small file. */
  private static byte[] entry(int number) {
    byte[] hash = new byte[32];
    String name =
        "Folder %04d/Film %07d.%s"
            .formatted(number / 1_000, number, number % FILMS == 0 ? "mkv" : "dat");
    return new ProtoWriter(400)
        .message(
            2,
            file -> {
              file.text(1, name)
                  .varint(3, (long) BLOCKS * BLOCK_BYTES)
                  .varint(4, 0644)
                  .varint(5, 1_700_000_000)
                  .message(9, version -> version.message(1, c -> c.varint(1, 7).varint(2, 1)))
                  .varint(10, number)
                  .varint(13, BLOCK_BYTES);
              for (int block = 0; block < BLOCKS; block++) {
                int place = block;
                hash[0] = (byte) number;
                hash[1] = (byte) (number >>> 8);
                hash[2] = (byte) (number >>> 16);
                hash[3] = (byte) block;
                file.message(
                    16,
                    b ->
                        b.varint(1, (long) place * BLOCK_BYTES)
                            .varint(2, BLOCK_BYTES)
                            .bytes(3, hash));
              }
            })
        .toBytes();
  }

  private void read(BufferedInputStream in) {
    try {
      MessageReader messages = new MessageReader(in);
      while (true) {
        note(messages.read());
      }
    } catch (IOException e) {
      assertThat(e).as("one of the two hung up").isNotNull();
    }
  }

  private void note(Message message) {
    switch (message) {
      case Message.Index index -> told.addAndGet(index.files().size());
      case Message.IndexUpdate update -> told.addAndGet(update.files().size());
      case Message.ClusterConfig config ->
          config.folders().stream()
              .flatMap(folder -> folder.devices().stream())
              .filter(device -> device.id().equals(self))
              .forEach(device -> taken.set(device.maxSequence()));
      case Message.Close close -> throw new AssertionError("the box hung up: " + close.reason());
      case Message.Request _,
          Message.Response _,
          Message.Ping _,
          Message.DownloadProgress _,
          Message.Ignored _ ->
          assertThat(message).isNotNull();
    }
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
