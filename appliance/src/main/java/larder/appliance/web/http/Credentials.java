package larder.appliance.web.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.media.TitleId;

/** Knows tokens and signatures; the security package stands behind it. */
public interface Credentials {

  /** The holder of the token with this secret, if it is valid now. */
  Optional<Caller.Holder> holder(String secret);

  /**
   * Who comes with a request's parameters, if they are the box's own grant of {@code purpose} on a
   * title in the name of a token that is valid now.
   */
  Optional<Caller.Signed> signed(
      String purpose, TitleId title, Map<String, List<String>> parameters);
}
