package larder.appliance.mesh.peer;

import java.io.IOException;
import larder.appliance.mesh.wire.Message;

/** The device answered a request with an error. */
public final class RequestRefusedException extends IOException {

  private static final long serialVersionUID = 1;

  private final Message.ErrorCode code;

  public RequestRefusedException(Message.ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public Message.ErrorCode code() {
    return code;
  }
}
