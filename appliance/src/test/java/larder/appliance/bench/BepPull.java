package larder.appliance.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.SyncthingPeer.Release;
import tools.jackson.databind.JsonNode;

/**
 * One file from a real Syncthing to a box, and to another Syncthing, taking turns. The clock runs
 * from when the receiver has the index to when it has the whole file: checked, synced, and under
 * its name. A box is a virtual machine and takes another file first, outside of the clock.
 * Arguments: an empty directory, the file's size in MiB, the number of rounds.
 */
public final class BepPull {

  private static final String FOLDER = "films";
  private static final String FILE = "Film 2020.mkv";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Between two looks, each of which costs the box a millisecond of its CPU. */
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What a box takes first, since one that stands in a living room is not a minute old. */
  private static final String WARM_UP = "warm-up";

  private static final long WARM_UP_MIB = 256;

  private final Path work;
  private final long mebibytes;
  private final SyncthingPeer pc;
  private final List<Round> boxes = new ArrayList<>();
  private final List<Round> syncthings = new ArrayList<>();

  private BepPull(Path work, long mebibytes, SyncthingPeer pc) {
    this.work = work;
    this.mebibytes = mebibytes;
    this.pc = pc;
  }

  /** What one transfer took: seconds, CPU seconds of both ends, and the receiver's memory. */
  private record Round(double seconds, double receiverCpu, double senderCpu, long peakRssMiB) {}

  public static void main(String... arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    long mebibytes = Long.parseLong(arguments[1]);
    Path films = Files.createDirectories(work.resolve("films"));
    Path warmUp = Files.createDirectories(work.resolve(WARM_UP));
    writeNoise(films.resolve(FILE), mebibytes, 7);
    writeNoise(warmUp.resolve(WARM_UP + ".mkv"), WARM_UP_MIB, 8);
    try (SyncthingPeer pc = SyncthingPeer.create(work.resolve("pc"), Release.CURRENT)) {
      pc.start();
      pc.shareFolder(FOLDER, films, "sendreceive");
      pc.awaitScanned(FOLDER, 1);
      pc.shareFolder(WARM_UP, warmUp, "sendreceive");
      pc.awaitScanned(WARM_UP, 1);
      new BepPull(work, mebibytes, pc).run(Integer.parseInt(arguments[2]));
    } finally {
      delete(films);
      delete(warmUp);
    }
  }

  private void run(int rounds) throws Exception {
    for (int round = 1; round <= rounds; round++) {
      syncthings.add(toSyncthing(work.resolve("syncthing" + round)));
      boxes.add(toBox(work.resolve("box" + round)));
      System.out.printf(
          Locale.ROOT, "round %d: %s, %s%n", round, syncthings.getLast(), boxes.getLast());
    }
    report("Syncthing 1.29.5", syncthings);
    report("box", boxes);
    double rate = ratio(syncthings, boxes, Round::seconds);
    double cpu = ratio(boxes, syncthings, Round::receiverCpu);
    System.out.printf(
        Locale.ROOT, "box to Syncthing: %.2fx the rate, %.2fx the receiver's CPU%n", rate, cpu);
  }

  private Round toSyncthing(Path home) throws Exception {
    Path target = home.resolveSibling(home.getFileName() + "-films");
    try (SyncthingPeer receiver = SyncthingPeer.create(home, Release.CURRENT)) {
      receiver.start();
      receiver.addDevice(pc.id(), "pc", pc.address());
      receiver.shareFolder(FOLDER, target, "receiveonly", pc.id());
      ProcessUse before = ProcessUse.of(receiver.pid());
      double senderBefore = ProcessUse.of(pc.pid()).cpuSeconds();
      pc.addDevice(receiver.id(), "receiver");
      pc.shareFolder(FOLDER, work.resolve("films"), "sendreceive", receiver.id());
      double seconds = secondsFromIndexToFile(receiver);
      ProcessUse after = ProcessUse.of(receiver.pid());
      double sender = ProcessUse.of(pc.pid()).cpuSeconds() - senderBefore;
      requireSame(target.resolve(FILE));
      pc.removeDevice(receiver.id());
      return new Round(
          seconds, after.cpuSeconds() - before.cpuSeconds(), sender, after.peakRssMiB());
    } finally {
      delete(target);
    }
  }

  /** As the receiver's own log of events tells, so that asking does not blur it. */
  private static double secondsFromIndexToFile(SyncthingPeer receiver) throws Exception {
    Optional<OffsetDateTime> index = Optional.empty();
    Optional<OffsetDateTime> file = Optional.empty();
    long last = 0;
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (file.isEmpty()) {
      require(System.nanoTime() < deadlineNanos, "the file did not come");
      JsonNode events =
          receiver
              .api()
              .get("/rest/events?timeout=1&events=RemoteIndexUpdated,ItemFinished&since=" + last);
      for (JsonNode event : events) {
        last = event.get("id").asLong();
        OffsetDateTime time = OffsetDateTime.parse(event.get("time").asString());
        boolean isFile = event.path("data").path("item").asString("").equals(FILE);
        if (isFile) {
          file = Optional.of(time);
        } else if (event.get("type").asString().equals("RemoteIndexUpdated") && index.isEmpty()) {
          index = Optional.of(time);
        }
      }
    }
    return Duration.between(index.orElseThrow(), file.get()).toNanos() / 1e9;
  }

  private Round toBox(Path home) throws Exception {
    try (BenchBox box = BenchBox.start(home, List.of())) {
      DeviceId id = DeviceId.parse(box.id());
      pc.addDevice(id, "box", "tcp://" + box.mesh());
      pc.shareFolder(WARM_UP, work.resolve(WARM_UP), "sendreceive", id);
      pc.shareFolder(FOLDER, work.resolve("films"), "sendreceive", id);
      box.call(
          "POST",
          "devices",
          "{\"id\":\"%s\",\"name\":\"pc\",\"addresses\":[\"%s\"]}"
              .formatted(pc.id(), pc.address()));
      String warmUp = titleIn(box, WARM_UP, 1);
      box.call("POST", "queue", "{\"title\":\"" + warmUp + "\"}");
      awaitReady(box, 1);
      String title = titleIn(box, FOLDER, 2);
      ProcessUse before = box.use();
      double senderBefore = ProcessUse.of(pc.pid()).cpuSeconds();
      long startNanos = System.nanoTime();
      box.call("POST", "queue", "{\"title\":\"" + title + "\"}");
      awaitReady(box, 2);
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      ProcessUse after = box.use();
      double sender = ProcessUse.of(pc.pid()).cpuSeconds() - senderBefore;
      requireSame(largestData(home.resolve("cache")));
      pc.removeDevice(id);
      return new Round(
          seconds, after.cpuSeconds() - before.cpuSeconds(), sender, after.peakRssMiB());
    } finally {
      delete(home);
    }
  }

  /** Takes a folder and waits until the box has its index. @return the id of its one title */
  private static String titleIn(BenchBox box, String folder, int titles) throws Exception {
    ScaleHome.await("the offers", () -> box.get("folders").get("items").size() == 2);
    box.call("PUT", "folders/" + folder, "{\"mode\":\"stock\"}");
    ScaleHome.await("the index", () -> box.get("library").get("items").size() == titles);
    for (JsonNode title : box.get("library").get("items")) {
      if (title.get("folder").asString().equals(folder)) {
        return title.get("id").asString();
      }
    }
    throw new IOException("no title in " + folder);
  }

  private static void awaitReady(BenchBox box, int titles) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (box.get("queue").findValuesAsString("state").stream().filter("ready"::equals).count()
        < titles) {
      require(System.nanoTime() < deadlineNanos, "the title is not ready");
      LockSupport.parkNanos(STEP_NANOS);
    }
  }

  private static Path largestData(Path cache) throws IOException {
    try (Stream<Path> files = Files.walk(cache)) {
      return files
          .filter(file -> file.toString().endsWith(".data"))
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  private void requireSame(Path file) throws IOException {
    require(
        Files.mismatch(work.resolve("films").resolve(FILE), file) < 0, "other bytes in " + file);
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }

  private void report(String name, List<Round> rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-18s %s s, %.1f MiB/s, receiver %s CPU s, sender %s CPU s, peak RSS %s MiB%n",
        name,
        spread(rounds, Round::seconds).text(),
        mebibytes / spread(rounds, Round::seconds).median(),
        spread(rounds, Round::receiverCpu).text(),
        spread(rounds, Round::senderCpu).text(),
        spread(rounds, Round::peakRssMiB).text());
  }

  private interface Figure {
    double of(Round round);
  }

  private static Spread spread(List<Round> rounds, Figure figure) {
    return Spread.of(rounds.stream().map(figure::of).toList());
  }

  /** The median of the rounds' own ratios: what ran side by side is compared. */
  private static double ratio(List<Round> over, List<Round> under, Figure figure) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < over.size(); i++) {
      ratios.add(figure.of(over.get(i)) / figure.of(under.get(i)));
    }
    return Spread.of(ratios).median();
  }

  private static void writeNoise(Path file, long mebibytes, long seed) throws IOException {
    Random random = new Random(seed);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long i = 0; i < mebibytes; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> all = Files.walk(tree)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
