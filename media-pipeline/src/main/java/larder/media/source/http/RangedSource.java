package larder.media.source.http;

import larder.media.ByteRange;
import larder.media.MediaException;
import larder.media.source.SourceId;

/** A server that gives any part of the file: a request for each chunk. */
final class RangedSource extends WebBlockSource {

  RangedSource(WebMirror mirror, SourceId id) {
    super(mirror, id);
  }

  @Override
  public boolean has(int index) {
    return mirror().isAwake();
  }

  @Override
  byte[] read(ServerConnection wire, int index, Deadline deadline)
      throws MediaException, WebException, InterruptedException {
    ByteRange range = mirror().manifest().rangeOf(index);
    long first = range.offsetBytes();
    long last = range.endBytes() - 1;
    boolean done = false;
    try {
      Located found = mirror().ask(wire, mirror().rangeHeaders(first, last), deadline.left());
      mirror().requirePart(found.reply(), first, last);
      byte[] bytes = new byte[(int) range.lengthBytes()];
      wire.read(found.endpoint().url(), bytes, deadline.left());
      wire.finish(found.reply(), deadline.left());
      done = true;
      return bytes;
    } finally {
      if (!done) {
        wire.drop(); // an answer that was not read to its end
      }
    }
  }
}
