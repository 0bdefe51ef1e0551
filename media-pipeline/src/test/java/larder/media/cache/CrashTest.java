package larder.media.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import larder.media.MediaException;
import larder.media.SystemTimers;
import larder.media.fake.TestContent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a writing process at random instants; nothing that it acknowledged may be lost. */
@Tag("real")
final class CrashTest {

  private static final int ROUNDS = Boolean.getBoolean("larder.long") ? 1_000 : 100;
  private static final int AT_ONCE = 2;
  private static final int LONGEST_LIFE_MS = 400;

  @TempDir Path home;

  @Test
  void store_killedAtAnyInstant_losesNothingAcknowledged() throws Exception {
    Tally sum = new Tally(0, 0, 0, 0);
    try (ExecutorService lanes = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Tally>> work =
          List.of(() -> lane(home.resolve("a"), 1), () -> lane(home.resolve("b"), 2));
      for (Future<Tally> one : lanes.invokeAll(work)) {
        sum = sum.plus(one.get(30, TimeUnit.MINUTES));
      }
    }
    System.out.printf(
        "FIGURE kill -9: %d kills, %d chunks acknowledged, lost %d, wrong bytes %d%n",
        sum.kills(), sum.acknowledged(), sum.lost(), sum.wrong());
    assertThat(sum.lost()).isZero();
    assertThat(sum.wrong()).isZero();
    assertThat(sum.acknowledged()).isPositive();
  }

  private static Tally lane(Path directory, long seed) throws Exception {
    BitSet[] acknowledged = new BitSet[CrashWriter.CONTENTS];
    Arrays.setAll(acknowledged, i -> new BitSet());
    Random random = new Random(seed);
    Tally tally = new Tally(0, 0, 0, 0);
    for (int round = 0; round < ROUNDS / AT_ONCE; round++) {
      runAndKill(directory, random, acknowledged);
      tally = tally.plus(check(directory, acknowledged));
    }
    return tally;
  }

  private static void runAndKill(Path directory, Random random, BitSet[] acknowledged)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                CrashWriter.class.getName(),
                directory.toString(),
                Long.toString(random.nextLong()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(lines.readLine()).isEqualTo("ready");
      Thread killer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(random.nextInt(LONGEST_LIFE_MS)));
                    child.toHandle().destroyForcibly(); // keeps what it said readable
                  });
      lines.lines().forEach(line -> note(line, acknowledged));
      killer.join();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** A line that the kill cut short says nothing. */
  private static void note(String line, BitSet[] acknowledged) {
    String[] words = line.split(" ", -1);
    if (words.length == 3 && words[0].equals("present") && !words[2].isEmpty()) {
      acknowledged[Integer.parseInt(words[1])].set(Integer.parseInt(words[2]));
    } else if (words.length == 2 && words[0].equals("forget") && !words[1].isEmpty()) {
      acknowledged[Integer.parseInt(words[1])].clear();
    }
  }

  private static Tally check(Path directory, BitSet[] acknowledged)
      throws IOException, MediaException {
    CacheTruth.assertSound(
        directory, Arrays.stream(acknowledged).mapToInt(BitSet::cardinality).sum());
    int lost = 0;
    int wrong = 0;
    int all = 0;
    try (SystemTimers timers = new SystemTimers();
        FileChunkStore store = CrashWriter.store(directory, timers)) {
      for (int number = 0; number < acknowledged.length; number++) {
        TestContent content = CrashWriter.content(number);
        all += acknowledged[number].cardinality();
        for (int index = 0; index < CrashWriter.CHUNKS; index++) {
          byte[] bytes = store.readChunk(content.manifest(), index).orElse(new byte[0]);
          boolean right = Arrays.equals(bytes, content.chunkBytes(index));
          lost += acknowledged[number].get(index) && !right ? 1 : 0;
          wrong += bytes.length > 0 && !right ? 1 : 0;
        }
      }
      wrong += (int) store.damagedChunks();
    }
    return new Tally(1, all, lost, wrong);
  }

  private record Tally(int kills, long acknowledged, int lost, int wrong) {
    Tally plus(Tally other) {
      return new Tally(
          kills + other.kills,
          acknowledged + other.acknowledged,
          lost + other.lost,
          wrong + other.wrong);
    }
  }
}
