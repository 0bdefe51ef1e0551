package larder.appliance.cli;

import java.util.Optional;

/**
 * What a serving process prints as one line on stdout.
 *
 * @param httpUrl empty if it serves no HTTP
 * @param meshAddress {@code host:port}; empty if it accepts no peers
 * @param deviceId its id in the mesh, as people type it
 */
public record ReadyLine(Optional<String> httpUrl, Optional<String> meshAddress, String deviceId) {

  private static final String NONE = "-";

  @Override
  public String toString() {
    return "ready http="
        + httpUrl.orElse(NONE)
        + " mesh="
        + meshAddress.orElse(NONE)
        + " id="
        + deviceId;
  }
}
