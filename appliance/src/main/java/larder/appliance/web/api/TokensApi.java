package larder.appliance.web.api;

import java.time.Instant;
import java.util.List;
import larder.appliance.security.Scope;
import larder.appliance.security.Token;
import larder.appliance.security.Tokens;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/** {@code tokens}: who was let in, and putting them out. */
public final class TokensApi {

  private final Tokens tokens;

  public TokensApi(Tokens tokens) {
    this.tokens = tokens;
  }

  public List<Route> routes() {
    Paths.Maker admin = Paths.holding(Scope.ADMIN);
    return List.of(
        admin.get(
            "tokens",
            Operation.of("Who was let in; never the tokens themselves.").gives(TokenList.class),
            call -> Answer.ok(list())),
        admin.delete(
            "tokens/{id}",
            Operation.of("Puts one out at once; what it streams ends."),
            this::revoke));
  }

  private TokenList list() {
    return new TokenList(tokens.list().stream().map(TokensApi::shape).toList(), null);
  }

  private Answer revoke(Call call) throws ProblemException {
    if (!tokens.revoke(call.value("id"))) {
      throw Problem.notFound("There is no such token.").toException();
    }
    return Answer.noContent();
  }

  private static TokenEntry shape(Token token) {
    return new TokenEntry(
        token.id(),
        token.name(),
        token.scopes().stream().sorted().map(Scope::word).toList(),
        token.created(),
        token.lastUsed().orElse(null));
  }

  record TokenList(List<TokenEntry> items, @Nullable String next) {}

  record TokenEntry(
      String id, String name, List<String> scopes, Instant created, @Nullable Instant lastUsed) {}
}
