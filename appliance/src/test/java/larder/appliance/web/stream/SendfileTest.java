package larder.appliance.web.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import larder.appliance.web.RawHttp;
import larder.appliance.web.StreamBox;
import larder.appliance.web.WebFixture;
import larder.media.BlockHash;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.chunk.Expected;
import larder.media.chunk.VerifiedChunk;
import larder.media.chunk.Verifier;
import larder.media.fake.FakeSource;
import larder.media.fake.TestContent;
import larder.media.source.UnverifiedBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams over the real cache and the real HTTP server: what is stored leaves as file regions. */
final class SendfileTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int CHUNKS = 80;

  @TempDir Path home;

  private final TestContent content = TestContent.ofChunks(21, CHUNKS);
  private final int size = (int) content.manifest().sizeBytes();

  private StreamBox filled() throws IOException {
    StreamBox box = new StreamBox(home, content.manifest());
    for (int i = 0; i < CHUNKS; i++) {
      box.put(content.chunk(i));
    }
    box.store().flush();
    return box;
  }

  private static String get(String... headers) {
    return "GET "
        + StreamBox.PATH
        + " HTTP/1.1\r\nHost: localhost\r\n"
        + String.join("\r\n", headers)
        + (headers.length == 0 ? "\r\n" : "\r\n\r\n");
  }

  private static String range(long from, long length) {
    return get("Range: bytes=" + from + "-" + (from + length - 1));
  }

  private void assertSame(byte[] body, int from, int length) {
    assertThat(Arrays.equals(body, content.bytes(from, length)))
        .as("%d bytes from %d, got %d", length, from, body.length)
        .isTrue();
  }

  @Test
  void range_random_givesThoseBytesOnOneConnection() throws IOException {
    Random random = new Random(5);
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port())) {
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(size);
        int length = 1 + random.nextInt(Math.min(size - from, i % 3 == 0 ? 100_000 : 5_000_000));
        http.send(range(from, length));
        RawHttp.Reply reply = http.reply(false);
        assertThat(reply.status()).isEqualTo(206);
        assertSame(reply.body(), from, length);
      }
      http.send(get());
      assertSame(http.reply(false).body(), 0, size);
    }
  }

  @Test
  void range_ofTwoLargeParts_isMultipartOfExactLength() throws IOException {
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port())) {
      http.send(get("Range: bytes=0-299999,1000000-1299999"));
      RawHttp.Reply reply = http.reply(false);
      String text = reply.text();
      assertThat(text.contains(RawHttp.text(content.bytes(0, 300_000)))).isTrue();
      assertThat(text.contains(RawHttp.text(content.bytes(1_000_000, 300_000)))).isTrue();
      http.send(range(7, 90_000));
      assertSame(http.reply(false).body(), 7, 90_000);
    }
  }

  @Test
  void requests_sentEarly_areAnsweredInOrder() throws IOException {
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port())) {
      http.send(range(0, 3_000_000) + range(3_000_000, 3_000_000));
      assertSame(http.reply(false).body(), 0, 3_000_000);
      assertSame(http.reply(false).body(), 3_000_000, 3_000_000);
    }
  }

  @Test
  void slowClient_takingItInSmallBites_getsEveryByte() throws IOException {
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port(), 8_192)) {
      http.send(range(0, 4_000_000));
      RawHttp.Reply top = http.head();
      assertThat(top.status()).isEqualTo(206);
      assertSame(http.body(top), 0, 4_000_000);
      http.send(range(5, 70_000));
      assertSame(http.reply(false).body(), 5, 70_000);
    }
  }

  @Test
  void content_halfHere_mixesRegionsAndArrivingChunks() throws IOException {
    try (StreamBox box = new StreamBox(home, content.manifest());
        RawHttp http = new RawHttp(box.port())) {
      for (int i = 0; i < CHUNKS; i += i % 10 == 4 ? 6 : 1) {
        box.put(content.chunk(i));
      }
      box.directory().put(content.id(), new FakeSource("pc", content));
      http.send(get());
      assertSame(http.reply(false).body(), 0, size);
    }
  }

  @Test
  void chunk_damagedUnderAStream_isFetchedAgainAndNeverSent() throws IOException {
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port(), 8_192)) {
      FakeSource source = new FakeSource("pc", content);
      box.directory().put(content.id(), source);
      http.send(get());
      RawHttp.Reply top = http.head();
      try (RandomAccessFile data = new RandomAccessFile(dataFile().toFile(), "rw")) {
        data.setLength(content.manifest().rangeOf(70).offsetBytes() + 1000);
      }
      assertSame(http.body(top), 0, size);
      assertThat(source.asked()).contains(70, 79);
    }
  }

  @Test
  void content_forgottenUnderAStream_breaksOffInsteadOfLying() throws IOException {
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port(), 8_192)) {
      FakeSource source = new FakeSource("pc", content).mood(FakeSource.Mood.CHANGED);
      box.directory().put(content.id(), source);
      http.send(get());
      RawHttp.Reply top = http.head();

      box.store().forget(content.id());

      byte[] body = http.body(top);
      assertThat(body.length).isLessThan(size);
      assertSame(body, 0, body.length);
    }
  }

  @Test
  void pausedClient_whoseStreamIsEnded_isCutOff() throws IOException {
    try (StreamBox box = filled();
        RawHttp http = new RawHttp(box.port(), 8_192)) {
      http.send(get());
      RawHttp.Reply top = http.head();
      WebFixture.await("the stream is open", LONG, () -> box.streams().count() == 1);

      box.streams().close();

      byte[] body = http.body(top);
      assertThat(body.length).isLessThan(size);
      assertSame(body, 0, body.length);
    }
  }

  @Test
  void client_leavingInTheMiddle_releasesItsStream() throws IOException {
    try (StreamBox box = filled()) {
      RawHttp http = new RawHttp(box.port(), 8_192);
      http.send(get());
      assertThat(http.head().status()).isEqualTo(200);
      assertThat(box.streams().count()).isEqualTo(1);
      http.close();
      WebFixture.await("the stream is released", LONG, () -> box.streams().count() == 0);
    }
  }

  private Path dataFile() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.toString().endsWith(".data")).findFirst().orElseThrow();
    }
  }

  /** Three GiB of which two chunks on either side of the second GiB's end exist. */
  @Test
  void file_ofThreeGibibytes_isExactAroundAndBeyondTheSecond() throws IOException {
    int chunkBytes = Manifest.MAX_CHUNK_BYTES;
    int middle = (int) ((2L << 30) / chunkBytes);
    List<byte[]> chunks = new ArrayList<>();
    byte[] hashes = new byte[(int) ((3L << 30) / chunkBytes) * BlockHash.BYTES];
    for (int i = 0; i < 2; i++) {
      byte[] bytes = new byte[chunkBytes];
      new Random(i).nextBytes(bytes);
      chunks.add(bytes);
      byte[] hash = BlockHash.compute(bytes).toBytes();
      System.arraycopy(hash, 0, hashes, (middle - 1 + i) * BlockHash.BYTES, BlockHash.BYTES);
    }
    Manifest manifest = new Manifest(3L << 30, chunkBytes, hashes);
    try (StreamBox box = new StreamBox(home, manifest)) {
      for (int i = 0; i < 2; i++) {
        box.put(verified(manifest, middle - 1 + i, chunks.get(i)));
      }
      assertAround(box, chunks);
    }
    try (StreamBox again = new StreamBox(home, manifest)) {
      assertAround(again, chunks);
    }
  }

  private static VerifiedChunk verified(Manifest manifest, int index, byte[] bytes)
      throws MediaException {
    return new Verifier()
        .verify(
            manifest, index, new Expected.Hash(manifest.hashOf(index)), new UnverifiedBlock(bytes))
        .orThrow();
  }

  private static void assertAround(StreamBox box, List<byte[]> chunks) throws IOException {
    long second = 2L << 30;
    int length = 5_000_000;
    try (RawHttp http = new RawHttp(box.port())) {
      for (int before : new int[] {length / 2, length, 0, -11, -1_000_003}) {
        http.send(range(second - before, length));
        byte[] expected = new byte[length];
        for (int i = 0; i < length; i++) {
          int at = chunks.getFirst().length - before + i;
          expected[i] = chunks.get(at / chunks.getFirst().length)[at % chunks.getFirst().length];
        }
        RawHttp.Reply reply = http.reply(false);
        assertThat(reply.header("content-range"))
            .isEqualTo(
                "bytes %d-%d/%d"
                    .formatted(second - before, second - before + length - 1, 3L << 30));
        assertThat(Arrays.equals(reply.body(), expected)).isTrue();
      }
    }
  }
}
