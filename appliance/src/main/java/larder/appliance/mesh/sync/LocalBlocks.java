package larder.appliance.mesh.sync;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import larder.appliance.mesh.index.SharedIndex.Root;
import larder.appliance.mesh.index.SyncIndex;
import larder.appliance.mesh.index.SyncIndex.Need;
import larder.media.BlockHash;
import larder.media.ByteRange;
import larder.media.ContentId;
import larder.media.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that are on this disk already: in the version that is to be replaced, and in a file with
 * the same bytes under another name, which is what a rename looks like.
 */
final class LocalBlocks {

  private static final Logger LOG = LoggerFactory.getLogger(LocalBlocks.class);

  private final Path root;
  private final Map<BlockHash, Place> places = new HashMap<>();

  private LocalBlocks(Root root) {
    this.root = root.root();
  }

  private record Place(String name, ByteRange range) {}

  static LocalBlocks of(SyncIndex index, Root root, Need need) {
    LocalBlocks local = new LocalBlocks(root);
    need.ownContent().ifPresent(content -> local.add(index, content, need.name()));
    if (need.content().isPresent()) {
      List<String> same = index.holding(root.folder(), need.content().get());
      same.stream().findFirst().ifPresent(name -> local.add(index, need.content().get(), name));
    }
    return local;
  }

  /** A block with this hash, verified; empty if there is none any more. */
  Optional<byte[]> read(BlockHash hash) {
    Place place = places.get(hash);
    if (place == null) {
      return Optional.empty();
    }
    try (FileChannel file =
        FileChannel.open(
            root.resolve(place.name()),
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return Blocks.read(file, place.range()).filter(b -> BlockHash.compute(b).equals(hash));
    } catch (IOException e) {
      LOG.debug("{} is asked of others instead: {}", place.name(), e.toString());
      return Optional.empty();
    }
  }

  private void add(SyncIndex index, ContentId content, String name) {
    Optional<Manifest> manifest = index.manifest(content);
    for (int i = 0; i < manifest.map(Manifest::chunkCount).orElse(0); i++) {
      places.put(
          manifest.orElseThrow().hashOf(i), new Place(name, manifest.orElseThrow().rangeOf(i)));
    }
  }
}
