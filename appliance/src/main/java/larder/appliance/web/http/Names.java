package larder.appliance.web.http;

import java.util.Locale;

/** How constants are written in JSON: in lower case. */
public final class Names {

  private Names() {}

  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
