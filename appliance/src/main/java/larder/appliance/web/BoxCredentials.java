package larder.appliance.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import larder.appliance.security.SignedUrls;
import larder.appliance.security.Tokens;
import larder.appliance.web.http.Caller;
import larder.appliance.web.http.Credentials;
import larder.media.TitleId;

/** The tokens and signatures of this box. */
record BoxCredentials(Tokens tokens, SignedUrls signedUrls) implements Credentials {

  @Override
  public Optional<Caller.Holder> holder(String secret) {
    return tokens
        .authenticate(secret)
        .map(token -> new Caller.Holder(token.id(), token.name(), token.scopes()));
  }

  @Override
  public Optional<Caller.Signed> signed(
      String purpose, TitleId title, Map<String, List<String>> parameters) {
    return signedUrls
        .holder(purpose, title, parameters)
        .filter(tokens::isHeld)
        .map(Caller.Signed::new);
  }
}
