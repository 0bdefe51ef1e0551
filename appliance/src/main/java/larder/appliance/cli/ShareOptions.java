package larder.appliance.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was said on the command line of {@code larder share}.
 *
 * @param folders absolute directories that existed when the command began, at least one
 * @param home empty for the platform's default
 * @param settings as in {@link BoxOptions}
 */
public record ShareOptions(List<Path> folders, Optional<Path> home, Map<String, String> settings) {

  public ShareOptions {
    folders = List.copyOf(folders);
    settings = Map.copyOf(settings);
    if (folders.isEmpty()) {
      throw new IllegalArgumentException("a share needs a folder");
    }
  }
}
