package larder.appliance.mesh.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.wire.Bytes;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.ProtoWriter;

/**
 * A PC that was let in, announces a film with the right hashes, and answers every request for it
 * with bytes that are not the film's: too few, too many, or others.
 */
public final class LyingPc implements AutoCloseable {

  public static final String FOLDER = "lies";

  private static final int BLOCK_BYTES = 128 << 10;
  private static final int INDEX = 1;
  private static final int INDEX_ID = 815;

  private final RawPc pc;
  private final Random random = new Random(6);
  private final AtomicInteger lies = new AtomicInteger();
  private final AtomicBoolean shared = new AtomicBoolean();

  private LyingPc(RawPc pc) {
    this.pc = pc;
  }

  /** Connects to a box that lets {@code identity} in, and offers the folder. */
  public static LyingPc connect(DeviceIdentity identity, DeviceId box, InetSocketAddress address)
      throws IOException {
    LyingPc liar = new LyingPc(RawPc.connect(identity, address, "Bert's PC"));
    liar.pc.listen("lying-pc", liar::answer);
    liar.pc.send(RawPc.sharing(FOLDER, identity.id(), box, INDEX_ID));
    return liar;
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
    pc.write(
        out -> {
          out.write(new byte[] {0, 2, 8, INDEX});
          out.writeInt(file.length);
          out.write(file);
        });
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

  private void answer(Message message) throws IOException {
    switch (message) {
      case Message.Request request -> pc.send(lie(request));
      case Message.ClusterConfig config ->
          shared.set(config.folders().stream().anyMatch(one -> one.id().equals(FOLDER)));
      case Message.Index _,
          Message.IndexUpdate _,
          Message.Close _,
          Message.Response _,
          Message.Ping _,
          Message.DownloadProgress _,
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
    pc.close();
  }
}
