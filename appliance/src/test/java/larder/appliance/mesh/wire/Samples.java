package larder.appliance.mesh.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Messages of every kind, with every field set somewhere. */
final class Samples {

  static final DeviceId DEVICE = DeviceId.of(filled(32, 7));

  private Samples() {}

  static List<Message> messages() {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message.ClusterConfig(List.of(), false));
    messages.add(
        new Message.ClusterConfig(
            List.of(
                new Message.Folder(
                    "abcde-fghij",
                    "Séries",
                    1,
                    true,
                    List.of(
                        new Message.Device(
                            DEVICE, "Anna's PC", List.of("tcp://[::1]:22000"), 42, -1L, false)))),
            true));
    messages.add(new Message.Index("abcde-fghij", files()));
    messages.add(new Message.IndexUpdate("abcde-fghij", files().subList(0, 1)));
    messages.add(
        new Message.Request(
            9, "f", "a/b.mkv", 1L << 40, 131072, Bytes.wrap(filled(32, 3)), 7, -77, true));
    messages.add(new Message.Response(9, Bytes.wrap(filled(5000, 1)), Message.ErrorCode.NONE));
    messages.add(new Message.Response(10, Bytes.EMPTY, Message.ErrorCode.NO_SUCH_FILE));
    messages.add(
        new Message.DownloadProgress(
            "f",
            List.of(
                new Message.Progress(
                    Message.Progress.Step.FORGET, "a", VersionVector.EMPTY, List.of(), 0),
                new Message.Progress(
                    Message.Progress.Step.APPEND,
                    "b",
                    VersionVector.of(List.of(new VersionVector.Counter(-1L, 3))),
                    List.of(0, 1, 300, 1_000_000),
                    1 << 20))));
    messages.add(new Message.Ping());
    messages.add(new Message.Close("going to sleep"));
    return messages;
  }

  static List<FileInfo> files() {
    List<FileInfo> files = new ArrayList<>();
    files.add(file("Serie/S01E01 é.mkv", 300_000, 3));
    files.add(file("empty", 0, 1));
    files.add(bare("Serie", FileInfo.Type.DIRECTORY, false, ""));
    files.add(bare("gone", FileInfo.Type.FILE, true, ""));
    files.add(bare("link", FileInfo.Type.SYMLINK, false, "../elsewhere"));
    IntStream.range(0, 50).forEach(i -> files.add(file("many/" + i, 131072 + i, i == 0 ? 1 : 2)));
    return files;
  }

  /** An entry without bytes. */
  static FileInfo bare(String name, FileInfo.Type type, boolean deleted, String target) {
    VersionVector version = VersionVector.EMPTY.update(5, 1000).update(-5, 2000);
    return new FileInfo(
        name,
        type,
        0,
        0755,
        -5,
        1,
        deleted,
        !deleted,
        true,
        version,
        4,
        -1L,
        0,
        Blocks.NONE,
        target);
  }

  static FileInfo file(String name, long size, int blocks) {
    return new FileInfo(
        name,
        FileInfo.Type.FILE,
        size,
        0644,
        1_700_000_000L,
        999_999_999,
        false,
        false,
        false,
        VersionVector.EMPTY.update(77, 12),
        3,
        77,
        131072,
        new Blocks(filled(blocks * 32, 9)),
        "");
  }

  static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
