package larder.appliance.web.http;

import java.util.Optional;

/** Knows tokens and signatures; the security package stands behind it. */
public interface Credentials {

  /** The holder of {@code token} if it is a token that is valid now. */
  Optional<Caller.Holder> holder(String token);

  /**
   * The bearer of a signed URL if the signature is the box's own and has not expired.
   *
   * @param path the decoded path that was signed
   * @param expires the parameter {@code exp}
   * @param signature the parameter {@code sig}
   */
  Optional<Caller.Signed> signed(String path, String expires, String signature);
}
