package larder.appliance;

/** The version that the build wrote into the jar. */
final class Version {

  private Version() {}

  static String number() {
    String inJar = Version.class.getPackage().getImplementationVersion();
    return inJar == null ? "development" : inJar;
  }
}
