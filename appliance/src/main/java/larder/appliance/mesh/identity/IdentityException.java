package larder.appliance.mesh.identity;

import java.io.IOException;

/** The device's key and certificate are there but cannot be used, or cannot be written. */
public final class IdentityException extends IOException {

  private static final long serialVersionUID = 1;

  IdentityException(String message, Throwable cause) {
    super(message, cause);
  }
}
