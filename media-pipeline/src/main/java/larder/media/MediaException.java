package larder.media;

import java.io.IOException;

/**
 * The pipeline's one I/O failure: what went wrong as a {@link Fault}, and for whom in the message.
 */
public final class MediaException extends IOException {

  private static final long serialVersionUID = 1;

  private final Fault fault;

  public MediaException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public MediaException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
