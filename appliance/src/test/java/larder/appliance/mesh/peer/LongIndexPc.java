package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.ProtoWriter;

/**
 * One connection of a PC that has very many files and tells all of them in a single message, which
 * it never holds in memory. Counts what the box says of them.
 */
public final class LongIndexPc implements AutoCloseable {

  public static final String FOLDER = "everything";

  private static final long INDEX_ID = 4711;
  private static final int BLOCK_BYTES = 128 << 10;
  private static final int BLOCKS = 7;
  private static final int INDEX = 1;
  private static final int INDEX_UPDATE = 2;

  /** One in ten is a film, as far as its name tells. */
  private static final int FILMS = 10;

  private final DeviceId self;
  private final RawPc pc;
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong taken = new AtomicLong(-1);

  private LongIndexPc(DeviceId self, RawPc pc) {
    this.self = self;
    this.pc = pc;
  }

  /** Connects to a box that lets {@code identity} in, and offers the folder. */
  public static LongIndexPc connect(
      DeviceIdentity identity, DeviceId box, InetSocketAddress address) throws IOException {
    LongIndexPc announcing =
        new LongIndexPc(identity.id(), RawPc.connect(identity, address, "Anna's PC"));
    announcing.pc.listen("long-index-pc", announcing::note);
    announcing.send(RawPc.sharing(FOLDER, identity.id(), box, INDEX_ID));
    return announcing;
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
    pc.send(message);
  }

  /**
   * Sends the files from {@code first} to {@code last} as one message.
   *
   * @param until hangs up after this file
   * @return the message's length
   */
  public long announce(int first, int last, int until) throws IOException {
    byte[] folder = new ProtoWriter(64).text(1, FOLDER).toBytes();
    long length = folder.length;
    for (int file = first; file <= last; file++) {
      length += entry(file).length;
    }
    int declared = Math.toIntExact(length);
    pc.write(
        out -> {
          out.write(new byte[] {0, 2, 8, (byte) (first == 1 ? INDEX : INDEX_UPDATE)});
          out.writeInt(declared);
          out.write(folder);
          for (int file = first; file <= Math.min(last, until); file++) {
            out.write(entry(file));
          }
        });
    if (until < last) {
      pc.close();
    }
    return length;
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
    pc.close();
  }
}
