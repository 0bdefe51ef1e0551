package larder.appliance.mesh.discovery;

/** How far this device looks for others and lets itself be found. */
public enum DiscoveryMode {
  LAN,
  /** Like {@link #LAN}: looking across the Internet is not built yet. */
  GLOBAL,
  OFF
}
