package larder.appliance.web.stream;

import java.util.List;
import larder.media.ByteRange;

/** Which bytes of a content a request asks for. */
sealed interface Selection {

  /** All of them, as a 200. */
  record All() implements Selection {}

  /**
   * Parts, as a 206.
   *
   * @param ranges one or more, within the content, not empty, none overlapping another
   */
  record Some(List<ByteRange> ranges) implements Selection {
    public Some {
      ranges = List.copyOf(ranges);
    }
  }

  /** Only bytes that do not exist: a 416. */
  record Unsatisfiable() implements Selection {}
}
