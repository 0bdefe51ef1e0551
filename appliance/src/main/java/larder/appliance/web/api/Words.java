package larder.appliance.web.api;

import java.util.Locale;

/** How constants are written in JSON: in lower case. */
final class Words {

  private Words() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
