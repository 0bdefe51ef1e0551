package larder.appliance.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import larder.appliance.mesh.Catalog;
import larder.appliance.mesh.CatalogFile;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.wire.DeviceId;
import larder.media.BlockHash;
import larder.media.Manifest;

/** Files of folders in memory. Not for several threads at once. */
public final class FakeCatalog implements Catalog {

  /** As SQLite and the wire order names: by their UTF-8 bytes. */
  private static final Comparator<String> BY_BYTES =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

  private final Map<FolderId, NavigableMap<String, Entry>> folders = new HashMap<>();
  private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
  private int version;

  /** Adds or changes a file, as {@code holder} announced it, and tells. */
  public void put(FolderId folder, String name, long sizeBytes, DeviceId holder) {
    putSilently(folder, name, sizeBytes, holder);
    tell(folder, List.of(name));
  }

  public void putSilently(FolderId folder, String name, long sizeBytes, DeviceId holder) {
    put(folder, name, sizeBytes, manifest(name, sizeBytes, version + 1), holder);
  }

  /** Adds a file with the same bytes as one before, changed now; without telling. */
  public void putAgain(FolderId folder, String name, Manifest manifest, DeviceId holder) {
    put(folder, name, manifest.sizeBytes(), manifest, holder);
  }

  private void put(
      FolderId folder, String name, long sizeBytes, Manifest manifest, DeviceId holder) {
    version++;
    CatalogFile file =
        new CatalogFile(
            folder,
            name,
            sizeBytes,
            Instant.ofEpochSecond(1_000_000L + version),
            Optional.of(manifest.contentId()));
    folders
        .computeIfAbsent(folder, id -> new TreeMap<>(BY_BYTES))
        .put(name, new Entry(file, manifest, List.of(holder)));
  }

  public void remove(FolderId folder, String name) {
    folders.getOrDefault(folder, new TreeMap<>()).remove(name);
    tell(folder, List.of(name));
  }

  public void removeFolder(FolderId folder) {
    folders.remove(folder);
    tell(folder, List.of());
  }

  public void tell(FolderId folder, List<String> names) {
    listeners.forEach(listener -> listener.accept(new Change(folder, names)));
  }

  @Override
  public List<CatalogFile> files(FolderId folder, String afterName, int limit) {
    List<CatalogFile> files = new ArrayList<>();
    NavigableMap<String, Entry> all = folders.getOrDefault(folder, new TreeMap<>());
    // Step by step: a stream of the tail would count all of it first.
    for (Map.Entry<String, Entry> next = all.higherEntry(afterName);
        next != null && files.size() < limit;
        next = all.higherEntry(next.getKey())) {
      files.add(next.getValue().file());
    }
    return files;
  }

  @Override
  public Optional<CatalogFile> file(FolderId folder, String name) {
    return entry(folder, name).map(Entry::file);
  }

  @Override
  public Optional<Manifest> manifest(FolderId folder, String name) {
    return entry(folder, name).map(Entry::manifest);
  }

  @Override
  public List<DeviceId> holders(FolderId folder, String name) {
    return entry(folder, name).map(Entry::holders).orElse(List.of());
  }

  @Override
  public AutoCloseable onChange(Consumer<Change> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private Optional<Entry> entry(FolderId folder, String name) {
    return Optional.ofNullable(folders.getOrDefault(folder, new TreeMap<>()).get(name));
  }

  private static Manifest manifest(String name, long sizeBytes, int version) {
    long size = Math.max(1, sizeBytes);
    int chunks = (int) ((size - 1) / Manifest.MIN_CHUNK_BYTES + 1);
    byte[] hashes = new byte[chunks * BlockHash.BYTES];
    byte[] seed = (name + version).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(BlockHash.compute(seed).toBytes(), 0, hashes, 0, BlockHash.BYTES);
    return new Manifest(size, Manifest.MIN_CHUNK_BYTES, hashes);
  }

  private record Entry(CatalogFile file, Manifest manifest, List<DeviceId> holders) {}
}
