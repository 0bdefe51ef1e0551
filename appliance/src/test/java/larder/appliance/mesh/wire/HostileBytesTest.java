package larder.appliance.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that a peer should not send. Whatever they are: the declared exception, little memory. */
class HostileBytesTest {

  private static final int MUTATIONS = 2_000;

  /** A block that a length claims, twice over, and what is made of it. */
  private static final long MOST_ALLOCATED_BYTES = 48L << 20;

  @ParameterizedTest
  @MethodSource("larder.appliance.mesh.wire.Samples#messages")
  void message_mutated_isReadOrRefused(Message message) throws IOException {
    Random random = new Random(42);
    byte[] whole = MessageRoundTripTest.written(message);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutated(whole, random);
      long allocated = allocatedWhile(() -> readAll(bytes));
      assertThat(allocated)
          .as(HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 100)))
          .isLessThan(MOST_ALLOCATED_BYTES);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "header of 65535 bytes, ffff",
    "length -1, 0002 0801 ffffffff",
    "length 2^31-1, 0002 0801 7fffffff",
    "500000001 bytes of index, 0002 0801 1dcd6501",
    "9 MiB of ClusterConfig, 0000 00900000",
    "folder after its entries, 0002 0801 00000007 1202 0a00 0a0166",
    "index past its end, 0002 0801 00000003 1205 0a",
    "index with a tail that is none, 0002 0801 00000005 1202 0a00 12",
    "17 MiB of response, 0002 0804 01100000",
    "65 KiB of close, 0002 0807 00010001",
    "unknown compression, 0002 1002 00000000",
    "compressed but 3 bytes, 0002 1001 00000003 000000",
    "declares 500 MB, 0002 1001 00000005 1dcd6500 00",
    "declares -1, 0002 1001 00000005 ffffffff 00",
    "declares more than it can hold, 0004 0801 1001 00000014 00a00000 00000000000000000000000000000000",
    "points before its start, 0004 0801 1001 00000008 00000010 10 41 0500",
    "distance 0, 0004 0801 1001 00000008 00000010 10 41 0000",
    "ends within a match, 0004 0801 1001 00000006 00000010 10 41",
    "shorter than declared, 0004 0801 1001 00000006 00000010 10 41",
    "varint of 11 bytes, 0000 0000000c 10 ffffffffffffffffffff01",
    "group, 0000 00000002 1b1c",
    "wire type 7, 0000 00000001 1f",
    "field 0, 0000 00000002 0000",
    "length past the end, 0000 00000002 0a7f",
    "length of 2^63, 0000 0000000b 0a 80808080808080808001",
    "text not UTF-8, 0002 0807 00000004 0a02c328",
    "overlong UTF-8, 0002 0807 00000004 0a02c0af",
    "surrogate in UTF-8, 0002 0807 00000005 0a03eda080",
    "number where text belongs, 0002 0807 00000002 0801",
    "device id of 3 bytes, 0000 00000009 0a07 820104 0a020102",
    "entry of unknown type, 0002 0801 00000004 1202 1009",
    "file without blocks, 0002 0801 00000004 1202 1805",
    "block without a hash, 0002 0801 00000005 1203 820100",
    "negative size, 0002 0801 0000000d 120b 18 ffffffffffffffffff01",
  })
  void message_againstTheProtocol_isRefused(String what, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> MessageRoundTripTest.read(bytes))
        .as(what)
        .isInstanceOf(WireException.class)
        .message()
        .matches("[ -~]+");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void file_whoseBlocksDoNotTile_isRefused(int flaw) {
    FileInfo sound = Samples.file("f", 300_000, 3);
    FileInfo broken =
        switch (flaw) {
          case 1 -> sized(sound, 300_000 + 131072, 131072);
          case 2 -> sized(sound, 262_000, 131072);
          case 3 -> sized(sound, 300_000, 100_000);
          default -> sized(sound, Long.MAX_VALUE, 131072);
        };
    assertThatThrownBy(() -> reread(broken)).isInstanceOf(WireException.class);
  }

  @Test
  void index_ofAMillionEmptyEntries_takesThePartThatIsRead() throws Exception {
    byte[] body = new byte[2_000_000];
    for (int i = 0; i < body.length; i += 2) {
      body[i] = 0x12;
    }
    MessageReader reader = new MessageReader(new ByteArrayInputStream(framed(body)));
    long allocated = allocatedWhile(() -> assertThat(reader.read()).isNotNull());
    assertThat(allocated).isLessThan(4 << 20);
    // No entry has a sequence, so the second part does not go on where the first one ended.
    assertThatThrownBy(reader::read)
        .isInstanceOf(WireException.class)
        .hasMessageContaining("order of their sequences");
  }

  @Test
  void index_withAnEntryTooLong_leavesOutThatEntryOnly() throws Exception {
    byte[] huge = new byte[Limits.ENTRY_BYTES + 1];
    huge[0] = 0x0a; // what it says does not matter
    ProtoWriter body = new ProtoWriter(1024).text(1, "f");
    body.message(2, entry -> FileInfoCodec.encode(entry, Samples.file("before", 1000, 1)));
    body.bytes(2, huge);
    FileInfo after = Samples.file("after", 1000, 1);
    body.message(2, entry -> FileInfoCodec.encode(entry, after));
    MessageReader reader = new MessageReader(new ByteArrayInputStream(framed(body.toBytes())));

    Message.Index index = (Message.Index) reader.read();

    assertThat(index.files()).extracting(FileInfo::name).containsExactly("before", "after");
    assertThat(reader.leftOut()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"474554202f20485454502f312e310d0a", "9f79bc400000", "2ea7d90bffff"})
  void hello_ofSomethingElse_isRefused(String hex) {
    ByteArrayInputStream in = new ByteArrayInputStream(HexFormat.of().parseHex(hex));
    assertThatThrownBy(() -> HelloCodec.read(in)).isInstanceOf(WireException.class);
  }

  @Test
  void lz4_ofRandomLengthsAndContents_comesBack() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      int length = i % 100 == 0 ? random.nextInt(1_000_000) : random.nextInt(3_000);
      byte[] bytes = compressible(random, length);
      byte[] packed = Lz4.compress(bytes);
      Body body = new Body(new ByteArrayInputStream(packed), packed.length);
      byte[] back = new Lz4Stream(body, bytes.length).readAllBytes();
      assertThat(Arrays.equals(back, bytes)).isTrue();
    }
  }

  private static FileInfo sized(FileInfo file, long size, int blockSize) {
    return new FileInfo(
        file.name(),
        file.type(),
        size,
        file.permissions(),
        file.modifiedSeconds(),
        file.modifiedNanos(),
        false,
        false,
        false,
        file.version(),
        file.sequence(),
        file.modifiedBy(),
        blockSize,
        file.blocks(),
        "");
  }

  private static void reread(FileInfo file) throws IOException {
    MessageRoundTripTest.read(MessageRoundTripTest.written(new Message.Index("f", List.of(file))));
  }

  private static byte[] mutated(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        default -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
      }
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private interface Reading {
    void run() throws IOException;
  }

  private static void readAll(byte[] bytes) throws IOException {
    MessageReader reader = new MessageReader(new ByteArrayInputStream(bytes));
    while (true) {
      reader.read();
    }
  }

  private static long allocatedWhile(Reading reading) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      reading.run();
    } catch (WireException | EOFException e) {
      // One of the two must come: the bytes are wrong, or they end.
      assertThat(e).isNotNull();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static byte[] framed(byte[] indexBody) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frame);
    out.write(new byte[] {0, 2, 8, 1});
    out.writeInt(indexBody.length);
    out.write(indexBody);
    return frame.toByteArray();
  }

  private static byte[] compressible(Random random, int length) {
    byte[] bytes = new byte[length];
    int letters = 1 + random.nextInt(200);
    for (int i = 0; i < bytes.length; i++) {
      boolean repeats = i > 50 && random.nextInt(10) > 2;
      bytes[i] = repeats ? bytes[i - 1 - random.nextInt(2) * 40] : (byte) random.nextInt(letters);
    }
    return bytes;
  }
}
