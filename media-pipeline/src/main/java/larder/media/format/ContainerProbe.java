package larder.media.format;

import larder.media.MediaException;
import larder.media.prefetch.CachedBytes;

/**
 * Looks into a content: container, duration and index. Reads headers only, a few hundred bytes in
 * some dozen places at most, whatever the file claims.
 */
public final class ContainerProbe {

  /**
   * The longest index that is believed. A film of three hours with ten tracks has about 20 MiB of
   * {@code moov}.
   */
  static final long MAX_INDEX_BYTES = 32L << 20;

  private ContainerProbe() {}

  /**
   * Looks as far as cached bytes reach; without side effects.
   *
   * @param sizeBytes size of the whole content, cached or not
   * @throws MediaException if the cache cannot read what it has
   */
  public static Probe probe(long sizeBytes, CachedBytes bytes) throws MediaException {
    Window window = new Window(sizeBytes, bytes);
    MediaFormat format = MediaFormat.UNKNOWN;
    try {
      format = Sniffer.sniff(window.head(Sniffer.HEAD_BYTES));
      return new Probe.Done(facts(format, window));
    } catch (ProbeStop.Missing missing) {
      return new Probe.Needs(missing.range());
    } catch (ProbeStop.Malformed malformed) {
      // A damaged file may still play; it only gets no help with its index.
      return new Probe.Done(MediaFacts.only(format));
    } catch (ProbeStop other) {
      throw new IllegalStateException("a third way to stop", other);
    }
  }

  private static MediaFacts facts(MediaFormat format, Window window)
      throws ProbeStop, MediaException {
    return switch (format) {
      case MP4, QUICKTIME -> new Mp4Probe(window, format).facts();
      case MATROSKA, WEBM -> new MatroskaProbe(window, format).facts();
      case AVI, MPEG_TS, M2TS, MPEG_PS, OGG, FLV, ASF, UNKNOWN -> MediaFacts.only(format);
    };
  }
}
