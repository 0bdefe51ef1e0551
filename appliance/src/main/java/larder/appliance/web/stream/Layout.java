package larder.appliance.web.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;
import larder.appliance.web.http.Header;
import larder.media.ByteRange;

/**
 * How a selection looks on the wire (RFC 9110, 14.6 and 15.3.7).
 *
 * @param mediaType of the whole content
 * @param etag strong and quoted; makes the boundary between parts
 */
record Layout(String mediaType, String etag, long sizeBytes) {

  /**
   * What is sent, in order.
   *
   * @param pieces at least one, each a run of content after some text
   * @param end text after the last piece
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Plan(int status, List<Header> headers, List<Piece> pieces, byte[] end) {

    Plan {
      headers = List.copyOf(headers);
      pieces = List.copyOf(pieces);
    }

    long lengthBytes() {
      long length = end.length;
      for (Piece piece : pieces) {
        length += piece.before().length + piece.range().lengthBytes();
      }
      return length;
    }
  }

  /** Some text, then some content. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Piece(byte[] before, ByteRange range) {}

  private static final byte[] NOTHING = {};

  Plan whole() {
    Piece all = new Piece(NOTHING, new ByteRange(0, sizeBytes));
    return new Plan(200, List.of(type(mediaType)), List.of(all), NOTHING);
  }

  Plan parts(List<ByteRange> ranges) {
    return ranges.size() == 1 ? single(ranges.getFirst()) : several(ranges);
  }

  private Plan single(ByteRange range) {
    List<Header> headers =
        List.of(type(mediaType), new Header("Content-Range", contentRange(range)));
    return new Plan(206, headers, List.of(new Piece(NOTHING, range)), NOTHING);
  }

  private Plan several(List<ByteRange> ranges) {
    String boundary = "larder" + etag.replace("\"", "");
    List<Piece> pieces = new ArrayList<>();
    for (ByteRange range : ranges) {
      String before =
          "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
              .formatted(boundary, mediaType, contentRange(range));
      pieces.add(new Piece(before.getBytes(US_ASCII), range));
    }
    byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII);
    return new Plan(206, List.of(type("multipart/byteranges; boundary=" + boundary)), pieces, end);
  }

  private String contentRange(ByteRange range) {
    return "bytes " + range.offsetBytes() + "-" + (range.endBytes() - 1) + "/" + sizeBytes;
  }

  private static Header type(String type) {
    return new Header("Content-Type", type);
  }
}
