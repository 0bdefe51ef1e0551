package larder.appliance.store;

import java.nio.file.Path;
import java.util.List;

/**
 * What was done about a state that could not be used: to be said loudly.
 *
 * @param keptAside the damaged files, for someone who wants to look; empty when they were missing
 * @param sentence what happened, what is lost and what to do, for people
 */
public record Recovery(How how, List<Path> keptAside, String sentence) {

  public Recovery {
    keptAside = List.copyOf(keptAside);
  }

  /** Where the state in use came from. */
  public enum How {
    RESTORED_FROM_BACKUP,
    STARTED_FRESH
  }
}
