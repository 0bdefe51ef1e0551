package larder.appliance.cli;

import larder.appliance.config.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class LarderVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"larder " + Version.number()};
  }
}
