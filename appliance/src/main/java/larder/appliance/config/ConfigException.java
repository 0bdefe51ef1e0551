package larder.appliance.config;

/** A setting or the home cannot be used as it is. The message says what, why, and what to do. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1;

  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
