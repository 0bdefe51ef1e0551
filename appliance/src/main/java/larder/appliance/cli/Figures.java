package larder.appliance.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them. */
final class Figures {

  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");

  private Figures() {}

  /** {@code 999 B}, {@code 1.5 kB}, {@code 21 GB}: two or three digits, steps of a thousand. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.size() - 1) {
      value /= 1000;
      unit++;
    }
    String form = unit == 0 || value >= 9.95 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, UNITS.get(unit));
  }

  /** {@code 45 s}, {@code 3 min}, {@code 1 h 12 min}, {@code 2 d 3 h}. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 100) {
      return seconds + " s";
    }
    long minutes = Math.round(seconds / 60.0);
    if (minutes < 60) {
      return minutes + " min";
    }
    if (minutes < 24 * 60) {
      return minutes / 60 + " h " + minutes % 60 + " min";
    }
    return minutes / 1440 + " d " + minutes % 1440 / 60 + " h";
  }

  /** Whole percent, 100 only when all is there. */
  static String percent(long done, long total) {
    return percentOf(done, total) + " %";
  }

  static int percentOf(long done, long total) {
    if (total <= 0) {
      return done >= total ? 100 : 0;
    }
    return (int) (Math.clamp((double) done / total, 0, 1) * 100);
  }
}
