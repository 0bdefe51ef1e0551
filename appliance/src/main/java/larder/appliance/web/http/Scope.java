package larder.appliance.web.http;

/** Temporary stand-in. */
public enum Scope {
  WATCH,
  QUEUE,
  FILES,
  ADMIN
}
