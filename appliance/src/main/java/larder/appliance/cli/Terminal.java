package larder.appliance.cli;

/**
 * The two outputs of a command: results on {@code out}, everything for the person on {@code err}.
 */
public record Terminal(Output out, Output err) {}
