package larder.appliance.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.SyncthingPeer;
import larder.appliance.testing.SyncthingPeer.Release;

/**
 * How long a box takes to start, and what it takes when it has nothing to do. Arguments: an empty
 * directory, the number of starts, the seconds of idling.
 */
public final class BoxStart {

  private static final String FOLDER = "films";
  private static final double AIM_SECONDS = 1.0;

  /** For the first index, the compiler and the class loader to be done. */
  private static final long SETTLE_SECONDS = 15;

  private BoxStart() {}

  public static void main(String... arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    idle(work, Long.parseLong(arguments[2]));
    Spread seconds = startSeconds(work.resolve("plain"), Integer.parseInt(arguments[1]));
    System.out.println("start to the first 200: " + seconds.text() + " s");
    System.out.printf(
        Locale.ROOT, "start to the aim of 1 s: %.2fx%n", seconds.median() / AIM_SECONDS);
  }

  /** One start makes the home, which is not measured. */
  private static Spread startSeconds(Path home, int rounds) throws Exception {
    BenchBox.start(home, List.of()).close();
    List<Double> seconds = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      try (BenchBox box = BenchBox.start(home, List.of())) {
        seconds.add(box.start().healthy().toNanos() / 1e9);
      }
    }
    return Spread.of(seconds);
  }

  private static void idle(Path work, long seconds) throws Exception {
    Path films = Files.createDirectories(work.resolve(FOLDER));
    Files.write(films.resolve("Clip.mkv"), new byte[300_000]);
    try (BenchBox box = BenchBox.start(work.resolve("idle"), List.of());
        SyncthingPeer pc = SyncthingPeer.create(work.resolve("pc"), Release.CURRENT)) {
      connect(box, pc, films);
      pass(SETTLE_SECONDS);
      double before = box.use().cpuSeconds();
      pass(seconds);
      ProcessUse after = box.use();
      System.out.printf(
          Locale.ROOT,
          "idle beside a Syncthing: %.2f %% of a CPU over %d s, RSS %d MiB%n",
          (after.cpuSeconds() - before) / seconds * 100,
          seconds,
          after.rssMiB());
    }
  }

  private static void connect(BenchBox box, SyncthingPeer pc, Path films) throws Exception {
    pc.start();
    DeviceId id = DeviceId.parse(box.id());
    pc.addDevice(id, "box", "tcp://" + box.mesh());
    pc.shareFolder(FOLDER, films, "sendreceive", id);
    box.call(
        "POST",
        "devices",
        "{\"id\":\"%s\",\"name\":\"pc\",\"addresses\":[\"%s\"]}".formatted(pc.id(), pc.address()));
    ScaleHome.await("the offer", () -> box.get("folders").get("items").size() == 1);
    box.call("PUT", "folders/" + FOLDER, "{\"mode\":\"stock\"}");
    ScaleHome.await("the index", () -> box.get("library").get("items").size() == 1);
  }

  private static void pass(long seconds) {
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < endNanos) {
      LockSupport.parkNanos(endNanos - System.nanoTime());
    }
  }
}
