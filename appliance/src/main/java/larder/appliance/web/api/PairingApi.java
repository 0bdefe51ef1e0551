package larder.appliance.web.api;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import larder.appliance.mesh.FolderId;
import larder.appliance.mesh.Mesh;
import larder.appliance.security.Pairing;
import larder.appliance.security.Scope;
import larder.appliance.security.Tokens;
import larder.appliance.web.http.Answer;
import larder.appliance.web.http.Call;
import larder.appliance.web.http.Header;
import larder.appliance.web.http.Operation;
import larder.appliance.web.http.Problem;
import larder.appliance.web.http.ProblemException;
import larder.appliance.web.http.Route;
import org.jspecify.annotations.Nullable;

/** {@code pairing}: the owner opens a window, whoever reads the code on the TV comes in. */
public final class PairingApi {

  /** Offered with one claim; a PC shares a handful. */
  private static final int MAX_FOLDERS = 64;

  private static final Header CHALLENGE = new Header("WWW-Authenticate", "Bearer realm=\"larder\"");

  private final Pairing pairing;
  private final Tokens tokens;
  private final Mesh mesh;
  private final BoxFacts facts;
  private final PhoneLink phones;

  /**
   * @param page where others of the household reach this server, {@code http://host:port}
   */
  public PairingApi(
      Pairing pairing, Tokens tokens, Mesh mesh, BoxFacts facts, Supplier<String> page) {
    this.pairing = pairing;
    this.tokens = tokens;
    this.mesh = mesh;
    this.facts = facts;
    this.phones = new PhoneLink(page);
  }

  public List<Route> routes() {
    Paths.Maker admin = Paths.holding(Scope.ADMIN);
    return List.of(
        admin.post(
            "pairing",
            Operation.of("Opens pairing for two minutes and tells the code.")
                .takes(Open.class)
                .gives(Code.class),
            this::open),
        admin.get(
            "pairing",
            Operation.of("Whether pairing is open, and the code to show.").gives(State.class),
            call -> Answer.ok(state())),
        admin.get(
            "pairing/qr",
            Operation.of("The way in for a phone's camera: address and code, as an SVG picture."),
            call -> picture()),
        admin.delete("pairing", Operation.of("Closes pairing."), this::close),
        Paths.everyone()
            .post(
                "pairing/claim",
                Operation.of("Exchanges the code on the TV for a token.")
                    .takes(NewClaim.class)
                    .gives(Claimed.class),
                this::claim));
  }

  private Answer open(Call call) throws ProblemException, IOException {
    Open request = call.json(Open.class);
    if (!request.open()) {
      throw Problem.badRequest("To close pairing, send DELETE instead.").toException();
    }
    return switch (pairing.open(scopes(request.scopes()))) {
      case Pairing.Opening.Opened(Pairing.Code code) -> Answer.ok(shape(code));
      case Pairing.Opening.TooMany(Duration wait) -> throw tooMany(wait);
    };
  }

  private static Set<Scope> scopes(@Nullable List<String> words) throws ProblemException {
    if (words == null) {
      return EnumSet.allOf(Scope.class);
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      scopes.add(Inputs.oneOf("scopes", word, Scope.class));
    }
    return scopes;
  }

  private State state() {
    Optional<Pairing.Code> code = pairing.code();
    return new State(
        code.isPresent(),
        code.map(Pairing.Code::digits).orElse(null),
        code.map(open -> open.expiresIn().toSeconds()).orElse(null),
        phones.address());
  }

  private Answer picture() throws ProblemException {
    Pairing.Code code =
        pairing.code().orElseThrow(() -> Problem.notFound("Pairing is closed.").toException());
    return phones.picture(code.digits());
  }

  private Answer close(Call call) {
    pairing.close();
    return Answer.noContent();
  }

  private Answer claim(Call call) throws ProblemException, IOException {
    NewClaim request = call.json(NewClaim.class);
    String name = Inputs.text(request.name()).orElse("unnamed");
    Optional<DevicesApi.Invited> device =
        request.device() == null
            ? Optional.empty()
            : Optional.of(DevicesApi.invited(request.device(), mesh.self()));
    List<FolderId> folders = folders(request.folders());
    return switch (pairing.claim(request.code().strip(), name)) {
      case Pairing.Claim.Claimed claimed -> admit(claimed, device, folders);
      case Pairing.Claim.Closed() ->
          throw Problem.of(403, "Pairing is closed: open it on the TV first.").toException();
      case Pairing.Claim.WrongCode(int left) ->
          throw Problem.of(401, "That is not the code on the TV; tries left: " + left + ".")
              .with(CHALLENGE)
              .toException();
      case Pairing.Claim.TooMany(Duration wait) -> throw tooMany(wait);
    };
  }

  private static List<FolderId> folders(@Nullable List<OfferedFolder> offered)
      throws ProblemException {
    if (offered == null) {
      return List.of();
    }
    if (offered.size() > MAX_FOLDERS) {
      throw Problem.badRequest("More than " + MAX_FOLDERS + " folders.").toException();
    }
    List<FolderId> ids = new ArrayList<>();
    for (OfferedFolder folder : offered) {
      ids.add(Inputs.parsed("folders.id", folder.id(), FolderId::new));
    }
    return ids;
  }

  private Answer admit(
      Pairing.Claim.Claimed claimed, Optional<DevicesApi.Invited> device, List<FolderId> folders) {
    boolean approved = false;
    try {
      device.ifPresent(in -> mesh.approve(in.id(), in.name(), in.addresses(), Set.copyOf(folders)));
      approved = true;
    } finally {
      if (!approved) {
        tokens.revoke(claimed.tokenId()); // all or nothing
      }
    }
    List<String> scopes = claimed.scopes().stream().sorted().map(Scope::word).toList();
    Self self = device.isPresent() ? self() : null;
    return Answer.json(
        200,
        new Claimed(claimed.secret(), scopes, self),
        List.of(Sessions.begin(claimed.secret())));
  }

  private Self self() {
    return new Self(mesh.self().toString(), facts.name(), facts.meshPort().getAsInt());
  }

  private static ProblemException tooMany(Duration wait) {
    long seconds = wait.toSeconds() + 1;
    return Problem.of(429, "Too many wrong codes: wait " + seconds + " s.")
        .retryAfter(Duration.ofSeconds(seconds))
        .toException();
  }

  private Code shape(Pairing.Code code) {
    return new Code(code.digits(), code.expiresIn().toSeconds(), phones.address());
  }

  record Open(Boolean open, @Nullable List<String> scopes) {}

  /**
   * @param url where a phone types the code
   */
  record Code(String code, long expiresInSeconds, String url) {}

  record State(boolean open, @Nullable String code, @Nullable Long expiresInSeconds, String url) {}

  record NewClaim(
      String code,
      @Nullable String name,
      DevicesApi.@Nullable NewDevice device,
      @Nullable List<OfferedFolder> folders) {}

  record OfferedFolder(String id, @Nullable String label) {}

  record Claimed(String token, List<String> scopes, @Nullable Self device) {
    @Override
    public String toString() {
      return "Claimed[" + scopes + "]"; // the secret must not reach a log
    }
  }

  /** The box, for a device that was let in. */
  record Self(String id, String name, int meshPort) {}
}
