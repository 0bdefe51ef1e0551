package larder.appliance.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code 20G}, {@code 1.5T}, {@code 512 MiB}. Units are
 * powers of 1,024.
 */
public record DataSize(long bytes) {

  private static final String UNITS = "KMGTP";
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?) ?([KMGTP]?)(?:I?B)?");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size cannot be negative: " + bytes);
    }
  }

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException if {@code text} is none
   */
  public static DataSize parse(String text) {
    Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no size; write a number and K, M, G or T, for example 20G");
    }
    int power = form.group(2).isEmpty() ? 0 : UNITS.indexOf(form.group(2)) + 1;
    BigDecimal bytes = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(1024).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("\"" + text + "\" is more than any disk has");
    }
    return new DataSize(bytes.setScale(0, RoundingMode.DOWN).longValueExact());
  }

  /** In the largest unit that keeps it whole. */
  @Override
  public String toString() {
    long value = bytes;
    int power = 0;
    while (value != 0 && value % 1024 == 0 && power < UNITS.length()) {
      value /= 1024;
      power++;
    }
    return value + (power == 0 ? "" : UNITS.substring(power - 1, power));
  }
}
