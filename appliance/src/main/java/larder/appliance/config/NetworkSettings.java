package larder.appliance.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How others reach this device.
 *
 * @param http where browsers find it
 * @param mesh where peers find it
 * @param meeting where it meets devices of other networks; used if discovery is global
 */
public record NetworkSettings(
    ListenAddress http, ListenAddress mesh, Discovery discovery, MeetingPlaces meeting) {

  /** How devices find each other. */
  public enum Discovery {
    LAN,
    GLOBAL,
    OFF;

    static Discovery parse(String text) {
      return Arrays.stream(values())
          .filter(known -> known.word().equals(text.strip().toLowerCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "\""
                          + text
                          + "\" is none of "
                          + Arrays.stream(values())
                              .map(Discovery::word)
                              .collect(Collectors.joining(", "))));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
