package larder.appliance.demo;

import java.time.Duration;
import java.util.Locale;

/** The written parts of a sample: two subtitle tracks, chapters, and what its voice says. */
final class SampleTexts {

  private static final Duration CUE_EVERY = Duration.ofSeconds(5);
  private static final Duration CUE_SHOWN = Duration.ofSeconds(4);
  private static final int CHAPTERS = 4;

  private SampleTexts() {}

  /** SubRip text with a line each five seconds. {@code format} gets minute and second. */
  static String subtitles(Sample sample, String format) {
    StringBuilder text = new StringBuilder();
    int number = 1;
    for (Duration at = Duration.ZERO;
        at.compareTo(sample.duration()) < 0;
        at = at.plus(CUE_EVERY)) {
      text.append(number++).append('\n');
      text.append(clock(at)).append(" --> ").append(clock(at.plus(CUE_SHOWN))).append('\n');
      text.append(String.format(Locale.ROOT, format, at.toMinutes(), at.toSecondsPart()));
      text.append("\n\n");
    }
    return text.toString();
  }

  /** Four chapters of the same length, as ffmpeg's metadata file. */
  static String chapters(Sample sample) {
    StringBuilder text = new StringBuilder(";FFMETADATA1\ntitle=" + sample.name() + "\n");
    long each = sample.duration().toMillis() / CHAPTERS;
    for (int index = 0; index < CHAPTERS; index++) {
      text.append("[CHAPTER]\nTIMEBASE=1/1000\n");
      text.append("START=").append(index * each).append('\n');
      text.append("END=").append((index + 1) * each).append('\n');
      text.append("title=Part ").append(index + 1).append('\n');
    }
    return text.toString();
  }

  /** What the voice says, as SSML: the title, then the minutes as they pass. */
  static String speech(Sample sample) {
    StringBuilder text = new StringBuilder("<speak>" + sample.show() + ". " + sample.name() + ".");
    for (long minute = 1; minute < sample.duration().toMinutes(); minute++) {
      text.append("<break time=\"58s\"/> minute ").append(minute).append('.');
    }
    return text.append("</speak>").toString();
  }

  private static String clock(Duration at) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d,%03d",
        at.toHours(),
        at.toMinutesPart(),
        at.toSecondsPart(),
        at.toMillisPart());
  }
}
