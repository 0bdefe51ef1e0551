package larder.appliance.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Servers by which devices in different networks find and reach each other, as URLs, unjudged.
 *
 * @param discoveryServers the owner's own; empty for the public ones
 * @param relays where this device waits for those that cannot come directly; may be none
 */
public record MeetingPlaces(Optional<List<String>> discoveryServers, List<String> relays) {

  /** Each is asked by itself; a long list is a mistake. */
  static final int MOST = 8;

  public MeetingPlaces {
    discoveryServers = discoveryServers.map(List::copyOf);
    relays = List.copyOf(relays);
  }

  /** Reads URLs that are separated by commas or blanks. */
  static List<String> parse(String text) {
    List<String> urls =
        Arrays.stream(text.strip().split("[,\\s]+", -1)).filter(url -> !url.isEmpty()).toList();
    if (urls.size() > MOST) {
      throw new IllegalArgumentException(
          urls.size() + " servers are more than the limit of " + MOST);
    }
    return urls;
  }
}
