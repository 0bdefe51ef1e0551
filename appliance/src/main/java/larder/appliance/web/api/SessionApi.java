package larder.appliance.web.api;

import java.io.IOException;
import java.util.List;
import larder.appliance.security.OneTimeTickets;
import larder.appliance.security.Scope;
import larder.appliance.security.Token;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;

/** {@code session}: a page that was opened by its printed URL becomes a paired browser. */
public final class SessionApi {

  private final OneTimeTickets tickets;

  public SessionApi(OneTimeTickets tickets) {
    this.tickets = tickets;
  }

  public List<Route> routes() {
    return List.of(
        Paths.everyone()
            .post(
                "session",
                Operation.of("Exchanges the one-time ticket of a printed URL for the cookie.")
                    .takes(Ticket.class)
                    .gives(Session.class),
                this::begin),
        Paths.everyone()
            .delete(
                "session",
                Operation.of("Makes this browser forget its cookie."),
                call -> new Answer.Empty(204, List.of(Sessions.end()))));
  }

  private Answer begin(Call call) throws ProblemException, IOException {
    String ticket = call.json(Ticket.class).ticket();
    Token.Issued issued =
        tickets
            .redeem(ticket)
            .orElseThrow(
                () ->
                    Problem.of(403, "This link was used or is too old: pair with a code instead.")
                        .toException());
    List<String> scopes = issued.token().scopes().stream().sorted().map(Scope::word).toList();
    return Answer.json(200, new Session(scopes), List.of(Sessions.begin(issued.secret())));
  }

  record Ticket(String ticket) {}

  record Session(List<String> scopes) {}
}
