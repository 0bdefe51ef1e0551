package larder.appliance.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import larder.appliance.store.Database;
import larder.appliance.store.Sql;
import larder.media.TitleId;

/**
 * Query parameters that let a player that cannot send headers fetch one title for one purpose, for
 * six hours of the box's running time, in the name of a token: whoever relies on them asks {@link
 * Tokens#isHeld} whether that token is still good. They stay good over a restart, so that a film
 * goes on. Safe for several threads.
 */
public final class SignedUrls {

  /** Longer than any film with a break. */
  public static final Duration LIFE = Duration.ofHours(6);

  static final String HOLDER = "holder";
  static final String EXPIRES = "expires";
  static final String SIGNATURE = "signature";

  private static final String ALGORITHM = "HmacSHA256";

  /** Longer than any token's id. */
  private static final int MAX_HOLDER_CHARS = 64;

  /** More digits than any running time has. */
  private static final int MAX_EXPIRES_CHARS = 15;

  private final Database database;
  private final Secrets secrets;
  private final RunningTime time;
  private volatile Optional<SecretKeySpec> key = Optional.empty();

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public SignedUrls(Database database, SecureRandom random, LongSupplier nanoTime) {
    this.database = database;
    this.secrets = new Secrets(random);
    this.time = new RunningTime(database, nanoTime);
  }

  /** Loads the key, or makes it at the first start; call once before anything else. */
  public void open() {
    time.open();
    byte[] stored =
        database.write(
            connection -> {
              Sql.update(
                  connection,
                  "INSERT OR IGNORE INTO security_secret (name, value) VALUES ('url-key', ?)",
                  secrets.key());
              return Sql.first(
                      connection,
                      "SELECT value FROM security_secret WHERE name = 'url-key'",
                      row -> row.getBytes(1))
                  .orElseThrow();
            });
    key = Optional.of(new SecretKeySpec(stored, ALGORITHM));
  }

  /**
   * The query that grants {@code purpose} on {@code title}.
   *
   * @param purpose a word of the route, for example {@code stream}
   * @param tokenId whose grant it is: it ends with that token
   * @return {@code holder=…&expires=…&signature=…}, nothing in it needs escaping
   */
  public String query(String purpose, TitleId title, String tokenId) {
    if (!isHolder(tokenId)) {
      throw new IllegalArgumentException("no token has the id " + tokenId);
    }
    String expires = String.valueOf(time.seconds() + LIFE.toSeconds());
    String signature = sign(new Grant(purpose, title, tokenId, expires));
    return HOLDER + "=" + tokenId + "&" + EXPIRES + "=" + expires + "&" + SIGNATURE + "="
        + signature;
  }

  /**
   * In whose name the parameters of a request grant {@code purpose} on {@code title} now.
   *
   * @param parameters all of the request's, each with all its values: one that came twice grants
   *     nothing
   * @return the id of the token, which may be revoked by now; empty if they grant nothing
   */
  public Optional<String> holder(
      String purpose, TitleId title, Map<String, List<String>> parameters) {
    Optional<String> holder = only(parameters, HOLDER).filter(SignedUrls::isHolder);
    Optional<String> expires = only(parameters, EXPIRES).filter(SignedUrls::isNumber);
    Optional<String> signature = only(parameters, SIGNATURE);
    if (holder.isEmpty() || expires.isEmpty() || signature.isEmpty()) {
      return Optional.empty();
    }
    Grant claimed = new Grant(purpose, title, holder.get(), expires.get());
    boolean genuine = Secrets.same(sign(claimed), signature.get());
    boolean lasts = genuine && time.seconds() < Long.parseLong(expires.get());
    return lasts ? holder : Optional.empty();
  }

  /** What is signed. Only the title may hold any character, and not a line's end. */
  private record Grant(String purpose, TitleId title, String holder, String expires) {

    byte[] bytes() {
      return String.join("\n", purpose, title.value(), holder, expires)
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  private static boolean isHolder(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_HOLDER_CHARS
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-');
  }

  private static Optional<String> only(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_EXPIRES_CHARS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String sign(Grant grant) {
    SecretKeySpec opened = key.orElseThrow(() -> new IllegalStateException("not open"));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(opened);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(grant.bytes()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
