package larder.appliance.mesh.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reading an index of a thousand files of ten blocks each, as peers send it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IndexBenchmark {

  private static final int FILES = 1_000;
  private static final int BLOCKS = 10;

  private byte[] message;

  @Setup
  public void write() throws IOException {
    Random random = new Random(7);
    List<FileInfo> files = new ArrayList<>();
    for (int number = 1; number <= FILES; number++) {
      byte[] hashes = new byte[BLOCKS * 32];
      random.nextBytes(hashes);
      files.add(file(number, new Blocks(hashes)));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new MessageWriter(out).write(new Message.Index("films", files));
    message = out.toByteArray();
  }

  private static FileInfo file(int number, Blocks blocks) {
    return new FileInfo(
        "Show/Season 1/Show S01E%04d.mkv".formatted(number),
        FileInfo.Type.FILE,
        (long) BLOCKS * Limits.MIN_BLOCK_BYTES,
        0644,
        1_700_000_000,
        0,
        false,
        false,
        false,
        VersionVector.EMPTY.update(7, 1),
        number,
        7,
        Limits.MIN_BLOCK_BYTES,
        blocks,
        "");
  }

  /** All parts of the message. */
  @Benchmark
  public int decode() throws IOException {
    MessageReader reader = new MessageReader(new ByteArrayInputStream(message));
    int files = 0;
    while (files < FILES) {
      files +=
          switch (reader.read()) {
            case Message.Index index -> index.files().size();
            case Message.IndexUpdate update -> update.files().size();
            default -> throw new IllegalStateException("no index");
          };
    }
    return files;
  }
}
