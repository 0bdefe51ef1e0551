package larder.media;

import java.util.regex.Pattern;

/**
 * Names a title for as long as it keeps its place in its folder, whatever its bytes become.
 *
 * @param value 4 to 64 characters of {@code a-z 0-9 -}; opaque to everyone but the library
 */
public record TitleId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9-]{4,64}");

  public TitleId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a title id: \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
