package larder.media.format;

import static larder.media.format.Boxes.ascii;
import static larder.media.format.Boxes.box;
import static larder.media.format.Boxes.int32;
import static larder.media.format.Boxes.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class SnifferTest {

  @Test
  void sniff_eachContainer_isTold() {
    assertThat(sniff(box("ftyp", ascii("isom")))).isEqualTo(MediaFormat.MP4);
    assertThat(sniff(box("ftyp", ascii("qt  ")))).isEqualTo(MediaFormat.QUICKTIME);
    assertThat(sniff(box("styp", ascii("msdh")))).isEqualTo(MediaFormat.MP4);
    assertThat(sniff(box("moov"))).isEqualTo(MediaFormat.QUICKTIME);
    assertThat(sniff(join(ascii("RIFF"), int32(9), ascii("AVI ")))).isEqualTo(MediaFormat.AVI);
    assertThat(sniff(int32(0x000001BA))).isEqualTo(MediaFormat.MPEG_PS);
    assertThat(sniff(ascii("OggS"))).isEqualTo(MediaFormat.OGG);
    assertThat(sniff(ascii("FLV\u0001"))).isEqualTo(MediaFormat.FLV);
    assertThat(sniff(int32(0x3026B275))).isEqualTo(MediaFormat.ASF);
    assertThat(sniff(packets(0, 188))).isEqualTo(MediaFormat.MPEG_TS);
    assertThat(sniff(packets(4, 192))).isEqualTo(MediaFormat.M2TS);
  }

  @Test
  void sniff_oneSyncByte_isNoTransportStream() {
    assertThat(sniff(ascii("G is for grocery"))).isEqualTo(MediaFormat.UNKNOWN);
  }

  @Test
  void sniff_tooShort_isUnknown() {
    assertThat(Sniffer.sniff(ByteBuffer.wrap(ascii("RIFF")))).isEqualTo(MediaFormat.UNKNOWN);
  }

  @Test
  void ofName_eachEnding_isGuessedWhateverItsCase() {
    assertThat(MediaFormat.ofName("A Film.MKV")).isEqualTo(MediaFormat.MATROSKA);
    assertThat(MediaFormat.ofName("a.b.mp4")).isEqualTo(MediaFormat.MP4);
    assertThat(MediaFormat.ofName("noending")).isEqualTo(MediaFormat.UNKNOWN);
    assertThat(MediaFormat.ofName("dot.")).isEqualTo(MediaFormat.UNKNOWN);
    assertThat(MediaFormat.ofName("")).isEqualTo(MediaFormat.UNKNOWN);
  }

  private static byte[] packets(int first, int each) {
    byte[] bytes = new byte[600];
    for (int at = first; at < bytes.length; at += each) {
      bytes[at] = 0x47;
    }
    return bytes;
  }

  private static MediaFormat sniff(byte[] start) {
    return Sniffer.sniff(ByteBuffer.wrap(join(start, new byte[20])));
  }
}
