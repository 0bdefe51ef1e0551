package larder.media.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import larder.media.ByteRange;
import larder.media.MediaException;

/** Reads EBML elements (RFC 8794): an id, a size, then content. */
final class Ebml {

  private static final int MAX_ID_BYTES = 4;
  private static final int MAX_SIZE_BYTES = 8;
  private static final int MAX_NUMBER_BYTES = 8;

  private final Window window;

  Ebml(Window window) {
    this.window = window;
  }

  /**
   * An element.
   *
   * @param whole header and content, cut at the end of the file when the size is unknown
   * @param contentOffsetBytes where its content starts
   */
  record Element(long id, ByteRange whole, long contentOffsetBytes) {

    long contentBytes() {
      return whole.endBytes() - contentOffsetBytes;
    }
  }

  /** The element whose header starts at {@code offsetBytes}. */
  Element element(long offsetBytes) throws ProbeStop, MediaException {
    int idBytes = width(offsetBytes, MAX_ID_BYTES);
    long id = number(offsetBytes, idBytes);
    int sizeBytes = width(offsetBytes + idBytes, MAX_SIZE_BYTES);
    long all = valueMask(sizeBytes);
    long size = number(offsetBytes + idBytes, sizeBytes) & all;
    long content = offsetBytes + idBytes + sizeBytes;
    long left = window.sizeBytes() - content;
    if (size == all) { // unknown: a live recording
      size = left;
    }
    if (size > left) {
      throw new ProbeStop.Malformed("element at " + offsetBytes + " claims " + size + " bytes");
    }
    return new Element(id, new ByteRange(offsetBytes, content - offsetBytes + size), content);
  }

  /** The elements in {@code parent}, up to {@code limit} of them or to the first {@code last}. */
  List<Element> children(Element parent, int limit, long last) throws ProbeStop, MediaException {
    List<Element> found = new ArrayList<>();
    long at = parent.contentOffsetBytes();
    while (at < parent.whole().endBytes() && found.size() < limit) {
      Element child = element(at);
      if (child.id() == last) {
        break;
      }
      if (child.whole().endBytes() > parent.whole().endBytes()) {
        throw new ProbeStop.Malformed("element at " + at + " leaves its parent");
      }
      found.add(child);
      at = child.whole().endBytes();
    }
    return found;
  }

  long unsigned(Element element) throws ProbeStop, MediaException {
    if (element.contentBytes() > MAX_NUMBER_BYTES) {
      throw new ProbeStop.Malformed("a number of " + element.contentBytes() + " bytes");
    }
    long value = number(element.contentOffsetBytes(), (int) element.contentBytes());
    if (value < 0) {
      throw new ProbeStop.Malformed("number out of range");
    }
    return value;
  }

  double floating(Element element) throws ProbeStop, MediaException {
    if (element.contentBytes() == Float.BYTES) {
      return window.read(element.contentOffsetBytes(), Float.BYTES).getFloat(0);
    }
    if (element.contentBytes() == Double.BYTES) {
      return window.read(element.contentOffsetBytes(), Double.BYTES).getDouble(0);
    }
    return 0; // the format allows an empty one, which means zero
  }

  /** Width of the variable number at {@code offsetBytes}: its leading zero bits tell. */
  private int width(long offsetBytes, int maxBytes) throws ProbeStop, MediaException {
    int first = Byte.toUnsignedInt(window.read(offsetBytes, 1).get(0));
    int width = Integer.numberOfLeadingZeros(first) - (Integer.SIZE - Byte.SIZE) + 1;
    if (width > maxBytes) {
      throw new ProbeStop.Malformed("no variable number at " + offsetBytes);
    }
    return width;
  }

  private long number(long offsetBytes, int lengthBytes) throws ProbeStop, MediaException {
    ByteBuffer bytes = window.read(offsetBytes, lengthBytes);
    long value = 0;
    while (bytes.hasRemaining()) {
      value = value << Byte.SIZE | Byte.toUnsignedLong(bytes.get());
    }
    return value;
  }

  private static long valueMask(int widthBytes) {
    return (1L << (7 * widthBytes)) - 1;
  }
}
