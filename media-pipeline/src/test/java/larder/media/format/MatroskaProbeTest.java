package larder.media.format;

import static larder.media.format.Boxes.ascii;
import static larder.media.format.Boxes.element;
import static larder.media.format.Boxes.idOf;
import static larder.media.format.Boxes.int32;
import static larder.media.format.Boxes.int64;
import static larder.media.format.Boxes.join;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import larder.media.ByteRange;
import org.junit.jupiter.api.Test;

final class MatroskaProbeTest {

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

  private static final byte[] HEADER = element(0x1A45DFA3L, element(0x4282L, ascii("matroska")));
  private static final byte[] PICTURES = element(CLUSTER, new byte[20_000]);
  private static final byte[] INDEX = element(CUES, new byte[300]);
  private static final byte[] LABELS = element(TAGS, new byte[50]);
  private static final byte[] LENGTH =
      element(
          INFO,
          element(TICK, int32(500_000)),
          element(DURATION, int64(Double.doubleToLongBits(120_000.0))));

  @Test
  void probe_indexAtTheEnd_isFoundThroughTheSeekHead() throws Exception {
    byte[] file = file(LENGTH);

    MediaFacts facts = facts(file);

    assertThat(facts.format()).isEqualTo(MediaFormat.MATROSKA);
    assertThat(facts.duration()).contains(Duration.ofMinutes(1));
    long tags = file.length - (long) LABELS.length;
    long cues = tags - (long) INDEX.length;
    assertThat(facts.index())
        .containsExactly(new ByteRange(cues, INDEX.length), new ByteRange(tags, LABELS.length));
  }

  @Test
  void probe_anyFile_readsLittle() throws Exception {
    ArrayBytes bytes = ArrayBytes.complete(file(LENGTH));

    done(bytes.probe());

    assertThat(bytes.readBytes()).isLessThan(1000);
  }

  @Test
  void probe_headOnly_asksForTheEnd() throws Exception {
    byte[] file = file(LENGTH);
    ArrayBytes bytes = ArrayBytes.empty(file).add(new ByteRange(0, 5000));
    int cues = file.length - LABELS.length - INDEX.length;

    assertThat(bytes.probe()).isEqualTo(new Probe.Needs(new ByteRange(cues, 1)));
  }

  @Test
  void probe_shortFloat_isRead() throws Exception {
    byte[] length = element(INFO, element(DURATION, int32(Float.floatToIntBits(2_500f))));

    assertThat(facts(file(length)).duration()).contains(Duration.ofMillis(2_500));
  }

  @Test
  void probe_lengthThatIsNoNumber_isNotBelieved() throws Exception {
    byte[] length = element(INFO, element(DURATION, int64(Double.doubleToLongBits(Double.NaN))));

    assertThat(facts(file(length)).duration()).isEmpty();
  }

  @Test
  void probe_liveRecording_hasNoIndex() throws Exception {
    byte[] unknownSize = new byte[] {1, -1, -1, -1, -1, -1, -1, -1};

    MediaFacts facts = facts(join(HEADER, idOf(SEGMENT), unknownSize, PICTURES));

    assertThat(facts).isEqualTo(MediaFacts.only(MediaFormat.MATROSKA));
  }

  @Test
  void probe_pointerOutOfTheFile_isNotBelieved() throws Exception {
    byte[] head = element(SEEK_HEAD, seek(CUES, Long.MAX_VALUE));

    MediaFacts facts = facts(join(HEADER, element(SEGMENT, head, PICTURES)));

    assertThat(facts).isEqualTo(MediaFacts.only(MediaFormat.MATROSKA));
  }

  private static byte[] file(byte[] info) {
    // The seek head's length does not depend on what its positions are.
    int headBytes = element(SEEK_HEAD, seek(CUES, 0), seek(TAGS, 0)).length;
    long cues = headBytes + info.length + (long) PICTURES.length;
    byte[] head = element(SEEK_HEAD, seek(CUES, cues), seek(TAGS, cues + INDEX.length));
    return join(HEADER, element(SEGMENT, head, info, PICTURES, INDEX, LABELS));
  }

  private static byte[] seek(long id, long position) {
    return element(SEEK, element(SEEK_ID, idOf(id)), element(SEEK_POSITION, int64(position)));
  }

  private static MediaFacts facts(byte[] file) throws Exception {
    return done(ArrayBytes.complete(file).probe());
  }

  private static MediaFacts done(Probe probe) {
    assertThat(probe).isInstanceOf(Probe.Done.class);
    return ((Probe.Done) probe).facts();
  }
}
