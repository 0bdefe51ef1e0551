package larder.media.format;

import java.util.List;
import larder.media.ByteRange;
import larder.media.Manifest;
import larder.media.MediaException;
import larder.media.prefetch.CachedBytes;
import larder.media.prefetch.IndexLocator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the prefetcher where MP4 and Matroska files keep their index. Without state. */
public final class ContainerIndex implements IndexLocator {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerIndex.class);

  @Override
  public List<ByteRange> indexRanges(Manifest manifest, CachedBytes bytes) {
    try {
      return switch (ContainerProbe.probe(manifest.sizeBytes(), bytes)) {
        case Probe.Done(MediaFacts facts) -> facts.index();
        case Probe.Needs(ByteRange range) -> List.of(range);
      };
    } catch (MediaException e) {
      // Without its index a title starts later, that is all; who reads it next tells the fault.
      LOG.debug("no look into {}", manifest.contentId(), e);
      return List.of();
    }
  }
}
