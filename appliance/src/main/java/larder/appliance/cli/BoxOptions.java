package larder.appliance.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What was said on the command line of {@code larder box}.
 *
 * @param home empty for the platform's default
 * @param settings what the flags set, as typed and not yet judged: by the flag's name without
 *     dashes in front, for example {@code kiosk-token-file}; they win over environment and file
 */
public record BoxOptions(Optional<Path> home, Map<String, String> settings) {

  public BoxOptions {
    settings = Map.copyOf(settings);
  }
}
