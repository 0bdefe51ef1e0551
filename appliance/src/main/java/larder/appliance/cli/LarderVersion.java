package larder.appliance.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class LarderVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"larder " + number()};
  }

  static String number() {
    return Optional.ofNullable(LarderVersion.class.getPackage())
        .map(Package::getImplementationVersion)
        .orElse("unpacked");
  }
}
