package larder.appliance;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import larder.appliance.cli.BoxOptions;
import larder.appliance.cli.BoxStarter;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.config.NetworkSettings;

/** Starts boxes for the command line. */
final class BoxProgram implements BoxStarter {

  private final Map<String, String> environment;

  BoxProgram(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Box start(BoxOptions options) throws CommandFailedException {
    Path home = options.home().orElseGet(() -> Foundation.defaultHome(environment));
    Foundation.Asked asked = new Foundation.Asked(options.settings(), BoxProgram::listens);
    return Box.start(Foundation.open(home, asked, environment));
  }

  private static Map<String, InetSocketAddress> listens(NetworkSettings network) {
    return Map.of(
        "--http", network.http().socketAddress(), "--mesh", network.mesh().socketAddress());
  }
}
