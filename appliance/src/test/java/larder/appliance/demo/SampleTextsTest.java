package larder.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SampleTextsTest {

  private static final Sample SAMPLE =
      new Sample(Path.of("x.mkv"), "Show", "Name", Duration.ofSeconds(130), Container.MATROSKA);

  @Test
  void subtitles_ofAnySample_haveALineEachFiveSeconds() {
    String text = SampleTexts.subtitles(SAMPLE, "Minute %d, second %d");

    assertThat(text).startsWith("1\n00:00:00,000 --> 00:00:04,000\nMinute 0, second 0\n\n2\n");
    assertThat(text).contains("26\n00:02:05,000 --> 00:02:09,000\nMinute 2, second 5\n");
    assertThat(text).doesNotContain("00:02:10,000 -->");
  }

  @Test
  void chapters_ofAnySample_areFourWithoutGaps() {
    String text = SampleTexts.chapters(SAMPLE);

    assertThat(text).startsWith(";FFMETADATA1\n").contains("START=0\nEND=32500\ntitle=Part 1");
    assertThat(text).contains("START=97500\nEND=130000\ntitle=Part 4");
  }

  @Test
  void speech_ofTwoMinutes_namesTheTitleThenTheMinute() {
    assertThat(SampleTexts.speech(SAMPLE))
        .isEqualTo("<speak>Show. Name.<break time=\"58s\"/> minute 1.</speak>");
  }
}
