package larder.appliance;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import larder.appliance.cli.CommandFailedException;
import larder.appliance.cli.ShareOptions;
import larder.appliance.cli.ShareStarter;
import larder.appliance.config.NetworkSettings;

/** Starts shares for the command line. */
final class ShareProgram implements ShareStarter {

  private final Map<String, String> environment;

  ShareProgram(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Share start(ShareOptions options) throws CommandFailedException {
    Path home = options.home().orElseGet(this::defaultHome);
    Foundation.Asked asked = new Foundation.Asked(options.settings(), ShareProgram::listens);
    return Share.start(Foundation.open(home, asked, environment), options.folders());
  }

  private static Map<String, InetSocketAddress> listens(NetworkSettings network) {
    return Map.of("--mesh", network.mesh().socketAddress());
  }

  /** Beside a box's, so that both can run on one computer. */
  private Path defaultHome() {
    Path home = Foundation.defaultHome(environment);
    return environment.containsKey("LARDER_HOME") ? home : home.resolveSibling("larder-share");
  }
}
