package larder.appliance.web.stream;

import java.util.OptionalLong;
import larder.appliance.web.http.Answer;

/** The body that HEAD only measures. */
record UnreadBody(long bytes) implements Answer.Body {

  @Override
  public OptionalLong lengthBytes() {
    return OptionalLong.of(bytes);
  }

  @Override
  public void writeTo(Answer.Sink sink) {
    throw new IllegalStateException("HEAD has no body");
  }

  @Override
  public void close() {}
}
