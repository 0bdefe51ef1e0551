package larder.media.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import larder.media.ContentId;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what an earlier run left, however it ended. Believes a map only as far as its checksums and
 * the data file's length go; leaves alone whatever does not bear a name of the cache's own.
 */
final class Recovery {

  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final Path directory;
  private final CacheFiles disk;
  private final Room room;

  /**
   * @param room told what the chunks found take
   */
  Recovery(Path directory, CacheFiles disk, Room room) {
    this.directory = directory;
    this.disk = disk;
    this.room = room;
  }

  /** What is there, the longest unused first. Never fails: what cannot be read is missing. */
  List<Entry> run() {
    List<Found> found = new ArrayList<>();
    for (Path shelf : childrenOf(directory)) {
      if (ContentFiles.isShelf(shelf)) {
        found.addAll(shelf(shelf));
      }
    }
    found.sort(Comparator.comparingLong(Found::touchedMs));
    return found.stream().map(Found::entry).toList();
  }

  private List<Found> shelf(Path shelf) {
    List<Path> files = childrenOf(shelf);
    List<Found> found = new ArrayList<>();
    Set<Path> used = new HashSet<>();
    for (Path file : files) {
      Optional<ContentId> content = ContentFiles.contentOfMap(file);
      Optional<Found> entry = content.flatMap(this::load);
      entry.ifPresent(
          there -> {
            found.add(there);
            used.add(there.entry().dataPath);
            used.add(there.entry().mapPath);
          });
    }
    files.stream()
        .filter(file -> ContentFiles.isOwn(file) && !used.contains(file))
        .forEach(this::deleteLeftover);
    return found;
  }

  private Optional<Found> load(ContentId content) {
    ContentFiles paths = ContentFiles.of(directory, content);
    try {
      Optional<MapFile.Loaded> map =
          MapFile.parse(disk.readAll(paths.map(), MapFile.MAX_BYTES))
              .filter(loaded -> loaded.manifest().contentId().equals(content));
      if (map.isEmpty()) {
        LOG.warn("{} is damaged; its content is fetched again when wanted", paths.map());
        return Optional.empty();
      }
      return Optional.of(entry(paths, map.get()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("Cannot read {}; its content is fetched again when wanted", paths.map(), e);
      return Optional.empty();
    }
  }

  private Found entry(ContentFiles paths, MapFile.Loaded map) throws IOException {
    long dataBytes = disk.sizeBytes(paths.data());
    BitSet present = map.present();
    BitSet lost = beyond(map.manifest(), present, dataBytes);
    present.andNot(lost);
    Entry entry = new Entry(map.manifest(), paths, disk, room);
    entry.chunks.recover(present, lost, map.learned());
    entry.mapBytes = map.validBytes();
    entry.mapStale = map.torn();
    if (!lost.isEmpty()) {
      LOG.warn("{} lacks {} chunks that its map claims", paths.data(), lost.cardinality());
    }
    return new Found(entry, disk.touchedMs(paths.data()));
  }

  private static BitSet beyond(Manifest manifest, BitSet present, long dataBytes) {
    BitSet lost = new BitSet();
    present.stream()
        .filter(index -> manifest.rangeOf(index).endBytes() > dataBytes)
        .forEach(lost::set);
    return lost;
  }

  private List<Path> childrenOf(Path folder) {
    try {
      return disk.list(folder);
    } catch (IOException e) {
      LOG.warn("Cannot list {}; what is in it counts as missing", folder, e);
      return List.of();
    }
  }

  private void deleteLeftover(Path file) {
    try {
      disk.delete(file);
    } catch (IOException e) {
      LOG.warn("Cannot remove the leftover {}; it only takes space", file, e);
    }
  }

  private record Found(Entry entry, long touchedMs) {}
}
