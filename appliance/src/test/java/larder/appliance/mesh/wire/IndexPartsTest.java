package larder.appliance.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One long index message arrives like the several that its sender could have sent. */
class IndexPartsTest {

  private static final String FOLDER = "abcde-fghij";

  @Test
  void index_ofThousandsOfEntries_comesInParts() throws Exception {
    List<FileInfo> files = files(2_500);
    assertThat(parts(new MessageReader(in(compressed(new Message.Index(FOLDER, files))))))
        .isEqualTo(
            List.of(
                new Message.Index(FOLDER, files.subList(0, 1_000)),
                new Message.IndexUpdate(FOLDER, files.subList(1_000, 2_000)),
                new Message.IndexUpdate(FOLDER, files.subList(2_000, 2_500)),
                new Message.Ping()));
  }

  @Test
  void update_uncompressed_comesInParts() throws Exception {
    List<FileInfo> files = files(1_500);
    assertThat(parts(new MessageReader(in(plain(new Message.IndexUpdate(FOLDER, files))))))
        .isEqualTo(
            List.of(
                new Message.IndexUpdate(FOLDER, files.subList(0, 1_000)),
                new Message.IndexUpdate(FOLDER, files.subList(1_000, 1_500)),
                new Message.Ping()));
  }

  @Test
  void index_ofLargeEntries_comesInPartsOfFewBytes() throws Exception {
    List<FileInfo> files = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      files.add(numbered(Samples.file("f" + i, 2_000L * 131_072, 2_000), i));
    }
    List<Message> parts =
        parts(new MessageReader(in(compressed(new Message.Index(FOLDER, files)))));
    assertThat(parts).hasSizeGreaterThan(3);
    assertThat(entries(parts)).isEqualTo(files);
  }

  @Test
  void index_ofExactlyOnePart_hasNoEmptyOneBehindIt() throws Exception {
    Message index = new Message.Index(FOLDER, files(1_000));
    assertThat(parts(new MessageReader(in(compressed(index)))))
        .isEqualTo(List.of(index, new Message.Ping()));
  }

  @Test
  void index_whoseSecondPartGoesBack_isRefusedAfterTheFirst() throws Exception {
    List<FileInfo> files = files(1_500);
    files.set(1_000, numbered(files.get(1_000), 1_000));
    MessageReader reader = new MessageReader(in(plain(new Message.Index(FOLDER, files))));
    assertThat(reader.read()).isEqualTo(new Message.Index(FOLDER, files.subList(0, 1_000)));
    assertThatThrownBy(reader::read)
        .isInstanceOf(WireException.class)
        .hasMessageContaining("order of their sequences");
  }

  @Test
  void index_brokenInItsTail_isRefusedAfterWhatWasSound() throws Exception {
    List<FileInfo> files = files(1_500);
    byte[] bytes = plain(new Message.Index(FOLDER, files));
    Arrays.fill(bytes, bytes.length - 1_000, bytes.length - 900, (byte) 0xff);
    MessageReader reader = new MessageReader(in(bytes));
    assertThat(reader.read()).isEqualTo(new Message.Index(FOLDER, files.subList(0, 1_000)));
    assertThatThrownBy(reader::read).isInstanceOf(WireException.class);
  }

  @Test
  void entry_ofMegabytes_takesItsPartOfTheBudget() throws Exception {
    int blocks = 100_000;
    FileInfo film = Samples.file("film", blocks * 131_072L, blocks);
    ReadBudgets budgets = ReadBudgets.standard();
    int before = budgets.messages().leftBytes();
    MessageReader reader =
        new MessageReader(in(compressed(new Message.Index(FOLDER, List.of(film)))), budgets);
    try (MessageReader.Held held = reader.readHeld()) {
      assertThat(held.message()).isEqualTo(new Message.Index(FOLDER, List.of(film)));
      assertThat(before - budgets.messages().leftBytes()).isGreaterThan(3 * 32 * blocks);
    }
    assertThat(budgets.messages().leftBytes()).isEqualTo(before);
  }

  private static List<Message> parts(MessageReader reader) throws IOException {
    List<Message> parts = new ArrayList<>();
    do {
      parts.add(reader.read());
    } while (!(parts.getLast() instanceof Message.Ping));
    return parts;
  }

  private static List<FileInfo> entries(List<Message> parts) {
    List<FileInfo> entries = new ArrayList<>();
    for (Message part : parts) {
      switch (part) {
        case Message.Index index -> entries.addAll(index.files());
        case Message.IndexUpdate update -> entries.addAll(update.files());
        default -> assertThat(part).isEqualTo(new Message.Ping());
      }
    }
    return entries;
  }

  private static List<FileInfo> files(int count) {
    List<FileInfo> files = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      files.add(numbered(Samples.file("Show/" + i + ".mkv", 131_072, 1), i));
    }
    return files;
  }

  private static FileInfo numbered(FileInfo file, long sequence) {
    return new FileInfo(
        file.name(),
        file.type(),
        file.sizeBytes(),
        file.permissions(),
        file.modifiedSeconds(),
        file.modifiedNanos(),
        file.deleted(),
        file.invalid(),
        file.noPermissions(),
        file.version(),
        sequence,
        file.modifiedBy(),
        file.blockSize(),
        file.blocks(),
        file.symlinkTarget());
  }

  /** The message as peers send it, and a ping behind it. */
  private static byte[] compressed(Message index) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageWriter writer = new MessageWriter(out);
    writer.write(index);
    writer.write(new Message.Ping());
    return out.toByteArray();
  }

  private static byte[] plain(Message index) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(frames);
    byte[] body = MessageCodec.encode(index);
    out.write(new byte[] {0, 2, 8, (byte) MessageCodec.type(index)});
    out.writeInt(body.length);
    out.write(body);
    new MessageWriter(out).write(new Message.Ping());
    return frames.toByteArray();
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
