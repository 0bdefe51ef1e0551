package larder.appliance.mesh.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.FolderMode;
import larder.appliance.mesh.index.LocalFile.Kind;
import larder.appliance.mesh.index.LocalFile.Stamp;
import larder.media.BlockHash;
import larder.media.Manifest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A library far larger than a household's. */
@Tag("real")
@Timeout(120)
class BulkIndexTest {

  private static final int FILES = 100_000;

  @TempDir private Path tmp;

  @Test
  void index_ofAHundredThousandFiles_isTakenInSeconds() throws Exception {
    try (TestDevice box = device(1);
        TestDevice pc = device(2)) {
      SharedIndex shared = new SharedIndex(pc.store(), pc.id(), Clock.systemUTC());
      FolderId folder = shared.open(tmp.resolve("Series")).folder();
      for (int from = 0; from < FILES; from += 5_000) {
        shared.announce(folder, files(from, 5_000), List.of());
      }
      box.household().approve(pc.id(), Optional.empty(), List.of());
      pc.household().approve(box.id(), Optional.empty(), List.of());
      FakeLink link = FakeLink.connect(box.id(), box.exchange(), pc.id(), pc.exchange());
      Await.until(() -> box.household().accept(folder, FolderMode.STOCK));
      long started = System.nanoTime();
      IndexCatalog catalog = box.catalog();
      Await.until(Duration.ofSeconds(60), () -> catalog.file(folder, name(FILES - 1)).isPresent());
      long takenMs = (System.nanoTime() - started) / 1_000_000;
      started = System.nanoTime();
      assertThat(count(catalog, folder)).isEqualTo(FILES);
      System.out.printf(
          "figure: index of %d files taken in %d ms, listed in %d ms%n",
          FILES, takenMs, (System.nanoTime() - started) / 1_000_000);
      link.closeAndWait();
    }
  }

  private static int count(Catalog catalog, FolderId folder) {
    int count = 0;
    List<CatalogFile> page = catalog.files(folder, "", 1_000);
    while (!page.isEmpty()) {
      count += page.size();
      page = catalog.files(folder, page.getLast().name(), 1_000);
    }
    return count;
  }

  private TestDevice device(int number) throws Exception {
    return new TestDevice(
        tmp.resolve("home" + number),
        TestDevice.id(number),
        "device " + number,
        new TestDevice.NoBlocks());
  }

  private static List<LocalFile> files(int from, int count) {
    List<LocalFile> files = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      byte[] hash = BlockHash.compute(name(i).getBytes(StandardCharsets.UTF_8)).toBytes();
      files.add(
          new LocalFile(
              name(i),
              Kind.FILE,
              new Stamp(1_000, Instant.EPOCH, "1"),
              Optional.of(0644),
              Optional.of(new Manifest(1_000, Manifest.MIN_CHUNK_BYTES, hash))));
    }
    return files;
  }

  private static String name(int number) {
    return "Show %03d/S01E%06d.mkv".formatted(number / 1_000, number);
  }
}
