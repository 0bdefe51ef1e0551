package larder.appliance;

import java.nio.file.Path;
import java.util.Map;
import larder.appliance.cli.BoxOptions;
import larder.appliance.cli.BoxStarter;
import larder.appliance.cli.CommandFailedException;

/** Starts boxes for the command line. */
final class BoxProgram implements BoxStarter {

  private final Map<String, String> environment;

  BoxProgram(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Box start(BoxOptions options) throws CommandFailedException {
    Path home = options.home().orElseGet(() -> Foundation.defaultHome(environment));
    return Box.start(Foundation.open(home, options.settings(), environment));
  }
}
