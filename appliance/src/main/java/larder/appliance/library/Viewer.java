package larder.appliance.library;

/** Someone who watches, by name. */
public record Viewer(ViewerId id, String name) {}
