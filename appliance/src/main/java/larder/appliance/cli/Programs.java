package larder.appliance.cli;

/** What the composition root can start. */
public record Programs(BoxStarter box, ShareStarter share, DemoStarter demo) {}
