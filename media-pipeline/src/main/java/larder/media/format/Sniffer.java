package larder.media.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Tells a container by its first bytes. */
final class Sniffer {

  /** Three packets of a transport stream with times, and the start of a fourth. */
  static final int HEAD_BYTES = 600;

  private static final int TS_PACKET_BYTES = 188;
  private static final int M2TS_PACKET_BYTES = 192;
  private static final int M2TS_TIME_BYTES = 4;
  private static final byte TS_SYNC = 0x47;
  private static final int EBML = 0x1A45DFA3;
  private static final int MPEG_PACK_START = 0x000001BA;
  private static final int ASF_HEADER = 0x3026B275;

  /** DocType comes within the first bytes of an EBML header. */
  private static final int DOC_TYPE_WITHIN_BYTES = 64;

  private Sniffer() {}

  static MediaFormat sniff(ByteBuffer head) {
    if (head.limit() < 12) {
      return MediaFormat.UNKNOWN;
    }
    int first = head.getInt(0);
    if (first == EBML) {
      return contains(head, "webm") ? MediaFormat.WEBM : MediaFormat.MATROSKA;
    }
    if (first == MPEG_PACK_START) {
      return MediaFormat.MPEG_PS;
    }
    if (first == ASF_HEADER) {
      return MediaFormat.ASF;
    }
    return sniffText(head);
  }

  private static MediaFormat sniffText(ByteBuffer head) {
    String first = text(head, 0, 4);
    if (first.equals("RIFF") && text(head, 8, 4).equals("AVI ")) {
      return MediaFormat.AVI;
    }
    if (first.equals("OggS")) {
      return MediaFormat.OGG;
    }
    if (first.startsWith("FLV\u0001")) {
      return MediaFormat.FLV;
    }
    return sniffBoxes(head);
  }

  private static MediaFormat sniffBoxes(ByteBuffer head) {
    return switch (text(head, 4, 4)) {
      case "ftyp" -> text(head, 8, 4).equals("qt  ") ? MediaFormat.QUICKTIME : MediaFormat.MP4;
      // Older than the brand box: QuickTime starts with what it likes.
      case "moov", "mdat", "wide", "free", "skip", "pnot" -> MediaFormat.QUICKTIME;
      case "styp", "moof", "sidx" -> MediaFormat.MP4;
      default -> sniffPackets(head);
    };
  }

  private static MediaFormat sniffPackets(ByteBuffer head) {
    if (syncs(head, 0, TS_PACKET_BYTES)) {
      return MediaFormat.MPEG_TS;
    }
    return syncs(head, M2TS_TIME_BYTES, M2TS_PACKET_BYTES) ? MediaFormat.M2TS : MediaFormat.UNKNOWN;
  }

  private static boolean syncs(ByteBuffer head, int first, int each) {
    for (int packet = 0; packet < 3; packet++) {
      int at = first + packet * each;
      if (at >= head.limit() || head.get(at) != TS_SYNC) {
        return false;
      }
    }
    return true;
  }

  private static String text(ByteBuffer head, int from, int length) {
    return StandardCharsets.ISO_8859_1.decode(head.slice(from, length)).toString();
  }

  private static boolean contains(ByteBuffer head, String word) {
    return text(head, 0, Math.min(head.limit(), DOC_TYPE_WITHIN_BYTES)).contains(word);
  }
}
