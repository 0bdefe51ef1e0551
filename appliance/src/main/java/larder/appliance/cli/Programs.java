package larder.appliance.cli;

/** What the composition root can start and look at. */
public record Programs(
    BoxStarter box, ShareStarter share, DemoStarter demo, HomeChecker homeChecker) {}
