package larder.media.format;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import larder.media.ByteRange;
import larder.media.MediaException;

/**
 * Finds the cues, the tags and the duration in a Matroska or WebM file (RFC 9559): from the seek
 * head at the start to what it points at, which mostly lies at the end.
 */
final class MatroskaProbe {

  /** Real files have under ten elements before their first cluster. */
  private static final int MAX_TOP_ELEMENTS = 64;

  /** Real seek heads have under ten entries; real infos under twenty. */
  private static final int MAX_CHILDREN = 128;

  private static final long NANOS_PER_TICK_DEFAULT = 1_000_000;
  private static final double NANOS_PER_SECOND = 1e9;

  private static final long SEGMENT = 0x18538067L;
  private static final long SEEK_HEAD = 0x114D9B74L;
  private static final long SEEK = 0x4DBBL;
  private static final long SEEK_ID = 0x53ABL;
  private static final long SEEK_POSITION = 0x53ACL;
  private static final long CUES = 0x1C53BB6BL;
  private static final long TAGS = 0x1254C367L;
  private static final long CLUSTER = 0x1F43B675L;
  private static final long INFO = 0x1549A966L;
  private static final long TICK = 0x2AD7B1L;
  private static final long DURATION = 0x4489L;

  private final Ebml ebml;
  private final MediaFormat format;
  private final List<Long> pointers = new ArrayList<>();
  private Optional<Duration> duration = Optional.empty();

  MatroskaProbe(Window window, MediaFormat format) {
    this.ebml = new Ebml(window);
    this.format = format;
  }

  MediaFacts facts() throws ProbeStop, MediaException {
    Ebml.Element segment = segment();
    readStart(segment);
    List<ByteRange> index = new ArrayList<>();
    for (long pointer : pointers) {
      Ebml.Element element = ebml.element(segment.contentOffsetBytes() + pointer);
      if (isIndex(element.id())
          && element.whole().lengthBytes() <= ContainerProbe.MAX_INDEX_BYTES) {
        index.add(element.whole());
      }
    }
    index.sort(Comparator.comparingLong(ByteRange::offsetBytes));
    return new MediaFacts(format, duration, index);
  }

  private Ebml.Element segment() throws ProbeStop, MediaException {
    Ebml.Element header = ebml.element(0);
    Ebml.Element segment = ebml.element(header.whole().endBytes());
    if (segment.id() != SEGMENT) {
      throw new ProbeStop.Malformed("no segment after the EBML header");
    }
    return segment;
  }

  /** Reads what stands before the first cluster: seek head and info. */
  private void readStart(Ebml.Element segment) throws ProbeStop, MediaException {
    for (Ebml.Element element : ebml.children(segment, MAX_TOP_ELEMENTS, CLUSTER)) {
      if (element.id() == SEEK_HEAD) {
        readSeekHead(element);
      } else if (element.id() == INFO) {
        readInfo(element);
      }
    }
  }

  private void readSeekHead(Ebml.Element head) throws ProbeStop, MediaException {
    for (Ebml.Element seek : ebml.children(head, MAX_CHILDREN, CLUSTER)) {
      if (seek.id() != SEEK) {
        continue;
      }
      OptionalLong id = OptionalLong.empty();
      OptionalLong position = OptionalLong.empty();
      for (Ebml.Element part : ebml.children(seek, MAX_CHILDREN, CLUSTER)) {
        if (part.id() == SEEK_ID) {
          id = OptionalLong.of(ebml.unsigned(part));
        } else if (part.id() == SEEK_POSITION) {
          position = OptionalLong.of(ebml.unsigned(part));
        }
      }
      if (id.isPresent() && isIndex(id.getAsLong()) && position.isPresent()) {
        pointers.add(position.getAsLong());
      }
    }
  }

  private void readInfo(Ebml.Element info) throws ProbeStop, MediaException {
    long nanosPerTick = NANOS_PER_TICK_DEFAULT;
    double ticks = 0;
    for (Ebml.Element part : ebml.children(info, MAX_CHILDREN, CLUSTER)) {
      if (part.id() == TICK) {
        nanosPerTick = ebml.unsigned(part);
      } else if (part.id() == DURATION) {
        ticks = ebml.floating(part);
      }
    }
    duration = Durations.believable(ticks * nanosPerTick / NANOS_PER_SECOND);
  }

  private static boolean isIndex(long id) {
    return id == CUES || id == TAGS;
  }
}
