package larder.media.format;

import static larder.media.format.Boxes.ascii;
import static larder.media.format.Boxes.box;
import static larder.media.format.Boxes.int32;
import static larder.media.format.Boxes.int64;
import static larder.media.format.Boxes.join;
import static larder.media.format.Boxes.movieHeader;
import static larder.media.format.Boxes.wideBox;
import static larder.media.format.Boxes.wideMovieHeader;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import larder.media.ByteRange;
import org.junit.jupiter.api.Test;

final class Mp4ProbeTest {

  private static final byte[] BRAND = box("ftyp", ascii("isom"), new byte[12]);
  private static final byte[] MOVIE = box("moov", movieHeader(1000, 90_500), new byte[400]);
  private static final byte[] PICTURES = box("mdat", new byte[10_000]);

  @Test
  void probe_indexInFront_isFound() throws Exception {
    MediaFacts facts = facts(join(BRAND, MOVIE, PICTURES));

    assertThat(facts.format()).isEqualTo(MediaFormat.MP4);
    assertThat(facts.duration()).contains(Duration.ofMillis(90_500));
    assertThat(facts.index()).containsExactly(new ByteRange(BRAND.length, MOVIE.length));
  }

  @Test
  void probe_indexAtTheEnd_needsOnlyHeaders() throws Exception {
    byte[] file = join(BRAND, wideBox("mdat", new byte[100_000]), MOVIE);
    ArrayBytes bytes = ArrayBytes.complete(file);

    MediaFacts facts = done(bytes.probe());

    long at = file.length - (long) MOVIE.length;
    assertThat(facts.index()).containsExactly(new ByteRange(at, MOVIE.length));
    assertThat(bytes.readBytes()).isLessThan(1000);
  }

  @Test
  void probe_headOnly_asksForTheEndThenKnows() throws Exception {
    byte[] file = join(BRAND, PICTURES, MOVIE);
    ArrayBytes bytes = ArrayBytes.empty(file).add(new ByteRange(0, 1000));
    int end = file.length - MOVIE.length;

    assertThat(bytes.probe()).isEqualTo(new Probe.Needs(new ByteRange(end, 8)));
    bytes.add(new ByteRange(end, MOVIE.length));

    assertThat(done(bytes.probe()).index()).hasSize(1);
  }

  @Test
  void probe_nothingCached_asksForTheHead() throws Exception {
    byte[] file = join(BRAND, PICTURES, MOVIE);

    assertThat(ArrayBytes.empty(file).probe())
        .isEqualTo(new Probe.Needs(new ByteRange(0, Sniffer.HEAD_BYTES)));
  }

  @Test
  void probe_wideTimes_areRead() throws Exception {
    byte[] movie = box("moov", wideMovieHeader(90_000, 90_000L * 7200));

    assertThat(facts(join(BRAND, movie)).duration()).contains(Duration.ofHours(2));
  }

  @Test
  void probe_fragmented_takesTheLengthOfTheFragments() throws Exception {
    byte[] extended = box("mvex", box("mehd", int32(0), int32(5_000)));
    byte[] movie = box("moov", movieHeader(1000, 0), box("trak", new byte[30]), extended);

    assertThat(facts(join(BRAND, movie)).duration()).contains(Duration.ofSeconds(5));
  }

  @Test
  void probe_unknownLength_isEmpty() throws Exception {
    assertThat(facts(join(BRAND, box("moov", movieHeader(1000, -1)))).duration()).isEmpty();
    assertThat(facts(join(BRAND, box("moov", movieHeader(0, 10)))).duration()).isEmpty();
    assertThat(facts(join(BRAND, box("moov", movieHeader(1, 1 << 30)))).duration()).isEmpty();
  }

  @Test
  void probe_boxLargerThanTheFile_isNotBelieved() throws Exception {
    byte[] file = join(BRAND, join(int32(1), ascii("mdat"), int64(Long.MAX_VALUE)), MOVIE);

    assertThat(facts(file)).isEqualTo(MediaFacts.only(MediaFormat.MP4));
  }

  @Test
  void probe_boxThatNeverEnds_isNotWalked() throws Exception {
    byte[] file = join(BRAND, join(int32(4), ascii("free")), MOVIE);

    assertThat(facts(file)).isEqualTo(MediaFacts.only(MediaFormat.MP4));
  }

  @Test
  void probe_mediaToTheEnd_hasNoIndex() throws Exception {
    byte[] file = join(BRAND, join(int32(0), ascii("mdat")), new byte[500]);

    assertThat(facts(file).index()).isEmpty();
  }

  private static MediaFacts facts(byte[] file) throws Exception {
    return done(ArrayBytes.complete(file).probe());
  }

  private static MediaFacts done(Probe probe) {
    assertThat(probe).isInstanceOf(Probe.Done.class);
    return ((Probe.Done) probe).facts();
  }
}
