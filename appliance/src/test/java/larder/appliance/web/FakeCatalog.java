package larder.appliance.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.wire.DeviceId;
import larder.media.BlockHash;
import larder.media.Manifest;

/** Three episodes and a film on one PC; nothing ever changes. */
final class FakeCatalog implements Catalog {

  static final List<String> NAMES =
      List.of(
          "The Shore/Season 01/The Shore S01E01 Ebb.mkv",
          "The Shore/Season 01/The Shore S01E02 Tide.mkv",
          "The Shore/Season 02/The Shore S02E01 Flood.mkv",
          "Wind (2021).mp4");

  private static final long SIZE = 10L * Manifest.MIN_CHUNK_BYTES;

  @Override
  public List<CatalogFile> files(FolderId folder, String afterName, int limit) {
    return NAMES.stream()
        .filter(name -> name.compareTo(afterName) > 0)
        .limit(limit)
        .flatMap(name -> file(folder, name).stream())
        .toList();
  }

  @Override
  public Optional<CatalogFile> file(FolderId folder, String name) {
    return manifest(folder, name)
        .map(
            manifest ->
                new CatalogFile(
                    folder,
                    name,
                    SIZE,
                    Instant.parse("2026-11-01T10:20:30Z"),
                    Optional.of(manifest.contentId())));
  }

  @Override
  public Optional<Manifest> manifest(FolderId folder, String name) {
    if (!folder.equals(FakeMesh.FILMS) || !NAMES.contains(name)) {
      return Optional.empty();
    }
    byte[] hashes = new byte[10 * BlockHash.BYTES];
    hashes[0] = (byte) NAMES.indexOf(name);
    return Optional.of(new Manifest(SIZE, Manifest.MIN_CHUNK_BYTES, hashes));
  }

  @Override
  public List<DeviceId> holders(FolderId folder, String name) {
    return List.of(FakeMesh.PC);
  }

  @Override
  public AutoCloseable onChange(Consumer<Change> listener) {
    return () -> {};
  }
}
