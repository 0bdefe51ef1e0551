package larder.media.format;

import larder.media.MediaException;

/**
 * Looks into a content: container, duration and index. Reads headers only, a few hundred bytes in
 * some dozen places at most, whatever the file claims.
 */
public final class ContainerProbe {

  /** The most that one read asks for. */
  public static final int MAX_READ_BYTES = 4096;

  /**
   * The longest index that is believed. A film of three hours with ten tracks has about 20 MiB of
   * {@code moov}.
   */
  static final long MAX_INDEX_BYTES = 64L << 20;

  private ContainerProbe() {}

  /**
   * Looks as far as cached bytes reach; without side effects.
   *
   * @throws MediaException if the cache cannot read what it has
   */
  public static Probe probe(CachedBytes bytes) throws MediaException {
    Window window = new Window(bytes);
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
