package larder.appliance.mesh.wire;

import java.io.IOException;

/**
 * A peer sent bytes that are not the protocol, or that break a limit. The message is safe to show:
 * it holds numbers and our own words, nothing of what was sent. The connection cannot go on.
 */
public final class WireException extends IOException {

  private static final long serialVersionUID = 1;

  public WireException(String message) {
    super(message);
  }
}
