package larder.appliance.demo;

import java.io.IOException;

/** The samples could not be made; the message says why and what to do. */
public final class SampleMediaException extends IOException {

  private static final long serialVersionUID = 1;

  public SampleMediaException(String message) {
    super(message);
  }
}
