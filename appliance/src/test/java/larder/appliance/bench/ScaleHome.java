package larder.appliance.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import larder.appliance.mesh.identity.DeviceIdentity;
import larder.appliance.mesh.peer.LongIndexPc;
import larder.appliance.mesh.wire.Blocks;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.mesh.wire.FileInfo;
import larder.appliance.mesh.wire.Message;
import larder.appliance.mesh.wire.VersionVector;
import larder.media.BlockHash;
import larder.media.Manifest;

/**
 * A box's home with so many titles: shows of ten episodes on a PC that is away, nine in ten of them
 * complete in the cache, the others queued. Made with the real box; only the cache is filled from
 * outside.
 *
 * @param path the home
 */
record ScaleHome(Path path, int titles) {

  static final int EPISODES = 10;

  /** Of each title; with nine in ten of 100,000 titles, a little over two million. */
  static final int CHUNKS = 23;

  /** More than what is in the cache: nothing is to be evicted. */
  static final String[] FLAGS = {"--budget", "2000G"};

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int BATCH = 1_000;
  private static final byte[] WHOLE =
      BlockHash.compute(new byte[Manifest.MIN_CHUNK_BYTES]).toBytes();

  /** Makes the home, unless an earlier run made it. */
  static ScaleHome make(Path path, int titles) throws Exception {
    ScaleHome home = new ScaleHome(path, titles);
    Path made = path.resolveSibling(path.getFileName() + ".made");
    if (!Files.exists(made)) {
      home.tellOfFiles();
      home.fillCache();
      home.queueTheRest();
      Files.createFile(made);
    }
    return home;
  }

  static String show(int number) {
    return String.format(Locale.ROOT, "Show %05d", number);
  }

  int cached() {
    return titles / 10 * 9;
  }

  int shows() {
    return titles / EPISODES;
  }

  private void tellOfFiles() throws Exception {
    DeviceIdentity pc = DeviceIdentity.create();
    try (BenchBox box = BenchBox.start(path, List.of(), FLAGS)) {
      box.call("POST", "devices", "{\"id\":\"" + pc.id() + "\",\"name\":\"Anna's PC\"}");
      try (LongIndexPc connection = connect(box, pc)) {
        await("the offer", () -> box.get("folders").get("items").size() == 1);
        box.call("PUT", "folders/" + LongIndexPc.FOLDER, "{\"mode\":\"stock\"}");
        await("the folder", () -> connection.taken() >= 0);
        announce(connection);
        await("the index", () -> connection.told() >= titles);
      }
      String last = "library?limit=1&show=" + encoded(show(shows()));
      await("the last show", () -> box.get(last).get("items").size() == 1);
      await(
          "the library",
          () -> box.get("folders").get("items").get(0).get("titles").asInt() == titles);
    }
  }

  private static LongIndexPc connect(BenchBox box, DeviceIdentity pc) throws IOException {
    String[] address = box.mesh().split(":", -1);
    return LongIndexPc.connect(
        pc,
        DeviceId.parse(box.id()),
        new InetSocketAddress(address[0], Integer.parseInt(address[1])));
  }

  private void announce(LongIndexPc pc) throws IOException {
    for (int first = 1; first <= titles; first += BATCH) {
      List<FileInfo> batch = new ArrayList<>();
      for (int film = first; film < first + BATCH && film <= titles; film++) {
        batch.add(file(film));
      }
      pc.send(
          first == 1
              ? new Message.Index(LongIndexPc.FOLDER, batch)
              : new Message.IndexUpdate(LongIndexPc.FOLDER, batch));
    }
  }

  /** Film {@code number} as {@code MadeUpCache} makes it. */
  private static FileInfo file(int number) {
    String show = show((number - 1) / EPISODES + 1);
    int episode = (number - 1) % EPISODES + 1;
    byte[] hashes = new byte[CHUNKS * BlockHash.BYTES];
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      byte[] hash = chunk < CHUNKS - 1 ? WHOLE : BlockHash.compute(new byte[number]).toBytes();
      System.arraycopy(hash, 0, hashes, chunk * BlockHash.BYTES, BlockHash.BYTES);
    }
    return new FileInfo(
        String.format(Locale.ROOT, "%s/Season 1/%s S01E%02d.mkv", show, show, episode),
        FileInfo.Type.FILE,
        (CHUNKS - 1L) * Manifest.MIN_CHUNK_BYTES + number,
        0644,
        1_700_000_000,
        0,
        false,
        false,
        false,
        VersionVector.EMPTY.update(7, 1),
        number,
        7,
        Manifest.MIN_CHUNK_BYTES,
        new Blocks(hashes),
        "");
  }

  private void fillCache() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "larder.media.cache.MadeUpCache",
            path.resolve("cache").toString(),
            String.valueOf(cached()),
            String.valueOf(CHUNKS));
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("the cache was not filled: exit " + exit);
    }
  }

  private void queueTheRest() throws Exception {
    try (BenchBox box = BenchBox.start(path, List.of(), FLAGS)) {
      String first = "library?limit=1&show=" + encoded(show(1));
      await(
          "what is in the cache",
          () -> box.get(first).findPath("state").asString().equals("ready"));
      for (int show = cached() / EPISODES + 1; show <= shows(); show++) {
        box.call("POST", "queue", "{\"show\":\"" + show(show) + "\"}");
      }
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Something that will be so. */
  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  static void await(String what, Condition condition) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadlineNanos) {
        throw new IOException("not within " + PATIENCE + ": " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }
}
