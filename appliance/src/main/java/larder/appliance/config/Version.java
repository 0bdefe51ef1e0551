package larder.appliance.config;

import java.util.Optional;

/** The version of this program. */
public final class Version {

  private Version() {}

  /** As the build wrote it into the jar; {@code unpacked} when it runs from class files. */
  public static String number() {
    return Optional.ofNullable(Version.class.getPackage())
        .map(Package::getImplementationVersion)
        .orElse("unpacked");
  }
}
