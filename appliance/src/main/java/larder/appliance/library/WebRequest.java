package larder.appliance.library;

import java.util.List;
import java.util.Optional;

/**
 * A file on the web that somebody wants.
 *
 * @param url where it is
 * @param mirrors where else the same file is
 * @param name what to call it; else the server or the URL says
 * @param checksum what its whole must be, like {@code sha-256=HEX}
 */
public record WebRequest(
    String url, List<String> mirrors, Optional<String> name, Optional<String> checksum) {

  public WebRequest {
    mirrors = List.copyOf(mirrors);
  }
}
