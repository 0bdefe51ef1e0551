package larder.appliance.library;

import java.util.regex.Pattern;

/**
 * Names someone who watches.
 *
 * @param value 1 to 32 characters of {@code a-z 0-9 -}
 */
public record ViewerId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,32}");

  /** Whoever watches when nobody says who; always exists. */
  public static final ViewerId DEFAULT = new ViewerId("default");

  public ViewerId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a viewer id has 1 to 32 of a-z, 0-9 and -, not \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
