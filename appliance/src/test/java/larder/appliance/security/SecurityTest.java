package larder.appliance.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import larder.appliance.event.EventLog;
import larder.appliance.security.Pairing.Claim;
import larder.appliance.security.Pairing.Opening;
import larder.appliance.store.Database;
import larder.appliance.store.StoreException;
import larder.media.TitleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTest {

  private static final Set<Scope> WATCH = Set.of(Scope.WATCH);
  private static final String HOLDER = "0123456789abcdef";
  private static final TitleId TITLE = new TitleId("film");

  @TempDir Path home;
  private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
  private final SecureRandom random = new SecureRandom();
  private Database database;
  private Tokens tokens;
  private Pairing pairing;

  @BeforeEach
  void open() {
    database = Database.open(home, Clock.systemUTC());
    tokens = new Tokens(database, random, Clock.systemUTC(), nanos::get);
    tokens.open();
    pairing = new Pairing(tokens, random, nanos::get, new EventLog(Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void token_issued_isKnownAfterRestartUntilRevoked() {
    Token.Issued issued = tokens.issue("Anna\u202e\n phone", WATCH);
    assertThat(issued.token().name()).isEqualTo("Anna phone");
    Tokens restarted = new Tokens(database, random, Clock.systemUTC(), nanos::get);
    restarted.open();
    List<String> revoked = new ArrayList<>();
    restarted.onRevoke(revoked::add);
    Token token = restarted.authenticate(issued.secret()).orElseThrow();
    assertThat(token.allows(Scope.WATCH)).isTrue();
    assertThat(token.allows(Scope.ADMIN)).isFalse();
    assertThat(restarted.authenticate(issued.secret() + "x")).isEmpty();
    assertThat(restarted.list()).hasSize(1);
    assertThat(restarted.revoke(token.id())).isTrue();
    assertThat(restarted.authenticate(issued.secret())).isEmpty();
    assertThat(revoked).containsExactly(token.id());
    assertThat(issued.toString()).doesNotContain(issued.secret());
  }

  @Test
  void token_ofThisRun_doesNotClaimTheBoxAndEndsWithIt() {
    Token.Issued issued = tokens.issueForThisRun("kiosk", EnumSet.allOf(Scope.class));
    assertThat(tokens.authenticate(issued.secret())).isPresent();
    assertThat(tokens.isUnclaimed()).isTrue();
    Tokens restarted = new Tokens(database, random, Clock.systemUTC(), nanos::get);
    restarted.open();
    assertThat(restarted.authenticate(issued.secret())).isEmpty();
  }

  @Test
  void claim_rightCode_letsInOnce() {
    String code = opened();
    assertThat(pairing.claim(code, "phone"))
        .isInstanceOfSatisfying(
            Claim.Claimed.class, in -> assertThat(tokens.authenticate(in.secret())).isPresent());
    assertThat(pairing.claim(code, "phone")).isEqualTo(new Claim.Closed());
  }

  @Test
  void claim_closedOrTooLate_isClosed() {
    assertThat(pairing.claim("123456", "x")).isEqualTo(new Claim.Closed());
    String code = opened();
    pass(Pairing.CODE_LIFE);
    assertThat(pairing.claim(code, "x")).isEqualTo(new Claim.Closed());
  }

  @Test
  void claim_threeWrongCodes_backsOffTwiceAsLongEachTime() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      String wrong = opened().equals("000000") ? "000001" : "000000";
      assertThat(pairing.claim(wrong, "x")).isEqualTo(new Claim.WrongCode(2));
      assertThat(pairing.claim(wrong, "x")).isEqualTo(new Claim.WrongCode(1));
      Duration wait = Duration.ofSeconds(seconds);
      assertThat(pairing.claim(wrong, "x")).isEqualTo(new Claim.TooMany(wait));
      assertThat(pairing.open(WATCH)).isEqualTo(new Opening.TooMany(wait));
      pass(wait);
    }
    assertThat(pairing.claim(opened(), "x")).isInstanceOf(Claim.Claimed.class);
  }

  @Test
  void claim_inParallel_hasThreeTriesForAllTogether() throws Exception {
    String wrong = opened().equals("000000") ? "000001" : "000000";
    List<Claim> answers = new CopyOnWriteArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> guessers = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      guessers.add(Thread.ofVirtual().start(() -> answers.add(guess(start, wrong))));
    }
    start.countDown();
    for (Thread guesser : guessers) {
      guesser.join();
    }
    assertThat(answers).hasSize(64);
    assertThat(answers.stream().filter(Claim.WrongCode.class::isInstance)).hasSize(2);
    assertThat(answers.stream().filter(Claim.TooMany.class::isInstance)).hasSize(62);
    assertThat(pairing.code()).isEmpty();
    assertThat(tokens.list()).isEmpty();
  }

  private Claim guess(CountDownLatch start, String code) {
    try {
      start.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a guesser", e);
    }
    return pairing.claim(code, "guesser");
  }

  @Test
  void claim_thatCannotBeStored_letsNobodyIn() {
    String code = opened();
    database.close();
    assertThatThrownBy(() -> pairing.claim(code, "phone")).isInstanceOf(StoreException.class);
    assertThat(tokens.list()).isEmpty();
    assertThat(pairing.code()).as("a code is spent, whatever comes of it").isEmpty();
  }

  @Test
  void token_unusedForNinetyDaysOfRunning_isWorthless() {
    Token.Issued used = tokens.issue("used", WATCH);
    Token.Issued idle = tokens.issue("idle", WATCH);
    List<String> revoked = new ArrayList<>();
    tokens.onRevoke(revoked::add);
    pass(Tokens.IDLE_LIFE.dividedBy(2));
    assertThat(tokens.authenticate(used.secret())).isPresent();
    pass(Tokens.IDLE_LIFE.dividedBy(2));
    assertThat(tokens.authenticate(used.secret())).isPresent();
    assertThat(tokens.authenticate(idle.secret())).isEmpty();
    assertThat(revoked).containsExactly(idle.token().id());
    assertThat(tokens.list()).extracting(Token::name).containsExactly("used");
  }

  @Test
  void token_idleOverRestarts_countsRunningTimeOnly() {
    Token.Issued issued = tokens.issue("phone", WATCH);
    pass(Tokens.IDLE_LIFE.minusHours(1));
    urls(); // reads the running time, which notes it
    assertThat(tokens.list()).hasSize(1);
    Tokens restarted = new Tokens(database, random, Clock.systemUTC(), nanos::get);
    restarted.open();
    assertThat(restarted.list()).hasSize(1);
    assertThat(restarted.authenticate(issued.secret())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-02T00:00:00Z", "2036-11-28T00:00:00Z"})
  void token_underAWrongClock_isNeitherPurgedNorRefused(String wrong) {
    Token.Issued issued = tokens.issue("phone", WATCH);
    Clock clock = Clock.fixed(Instant.parse(wrong), ZoneOffset.UTC);
    Tokens restarted = new Tokens(database, random, clock, nanos::get);
    restarted.open();
    assertThat(restarted.authenticate(issued.secret())).isPresent();
    Tokens right = new Tokens(database, random, Clock.systemUTC(), nanos::get);
    right.open();
    assertThat(right.authenticate(issued.secret())).isPresent();
    assertThat(right.list()).hasSize(1);
  }

  @Test
  void first_unclaimedBox_renewsItsCodeUntilSomeoneIsIn() throws Exception {
    pairing.openFirst();
    String first = pairing.nextFirstCode("").orElseThrow().digits();
    pass(Pairing.CODE_LIFE);
    String second = pairing.code().orElseThrow().digits();
    assertThat(pairing.claim(second, "TV"))
        .isInstanceOfSatisfying(
            Claim.Claimed.class,
            in -> assertThat(in.scopes()).isEqualTo(EnumSet.allOf(Scope.class)));
    assertThat(pairing.nextFirstCode(first)).isEmpty();
    assertThat(pairing.code()).isEmpty();
    assertThat(tokens.isUnclaimed()).isFalse();
  }

  @Test
  void ticket_redeemed_isGoodOnce() {
    OneTimeTickets tickets = new OneTimeTickets(tokens, random, nanos::get);
    String ticket = tickets.issue("browser", WATCH);
    String late = tickets.issue("browser", WATCH);
    assertThat(tickets.redeem(ticket)).isPresent();
    assertThat(tickets.redeem(ticket)).isEmpty();
    pass(OneTimeTickets.LIFE);
    assertThat(tickets.redeem(late)).isEmpty();
  }

  @Test
  void url_signed_grantsThatTitleAndPurposeForSixHours() {
    SignedUrls urls = urls();
    Map<String, List<String>> query = parameters(urls.query("stream", TITLE, HOLDER));
    assertThat(urls.holder("stream", TITLE, query)).contains(HOLDER);
    assertThat(urls().holder("stream", TITLE, query)).as("after a restart").contains(HOLDER);
    assertThat(urls.holder("hls", TITLE, query)).isEmpty();
    assertThat(urls.holder("stream", new TitleId("other"), query)).isEmpty();
    pass(SignedUrls.LIFE);
    assertThat(urls.holder("stream", TITLE, query)).isEmpty();
  }

  @Test
  void url_ofOneHolder_isNotAnothers() {
    SignedUrls urls = urls();
    Map<String, List<String>> query =
        new HashMap<>(parameters(urls.query("stream", TITLE, HOLDER)));
    for (List<String> holders :
        List.of(
            List.of("0123456789abcdee"),
            List.<String>of(),
            List.of(HOLDER, HOLDER),
            List.of(HOLDER + "\n1"),
            List.of("a".repeat(65)))) {
      query.put(SignedUrls.HOLDER, holders);
      assertThat(urls.holder("stream", TITLE, query)).as("%s", holders).isEmpty();
    }
    assertThatThrownBy(() -> urls.query("stream", TITLE, "a&b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runToken_ofTheNextRun_hasTheSameIdAndNotTheSameSecret() {
    Token.Issued before = tokens.issueForThisRun("This box's screen", WATCH);
    Tokens nextRun = new Tokens(database, random, Clock.systemUTC(), nanos::get);
    nextRun.open();
    assertThat(nextRun.isHeld(before.token().id())).as("until it is issued again").isFalse();
    Token.Issued now = nextRun.issueForThisRun("This box's screen", WATCH);
    assertThat(now.token().id()).isEqualTo(before.token().id());
    assertThat(now.secret()).isNotEqualTo(before.secret());
    assertThat(nextRun.isHeld(before.token().id())).isTrue();
    assertThat(nextRun.authenticate(before.secret())).isEmpty();
    assertThat(nextRun.issueForThisRun("Automation", WATCH).token().id())
        .isNotEqualTo(now.token().id());
  }

  @Test
  void token_revoked_isHeldByNobody() {
    Token.Issued issued = tokens.issue("phone", WATCH);
    assertThat(tokens.isHeld(issued.token().id())).isTrue();
    tokens.revoke(issued.token().id());
    assertThat(tokens.isHeld(issued.token().id())).isFalse();
  }

  @Test
  void url_tamperedWith_grantsNothing() {
    SignedUrls urls = urls();
    String query = urls.query("stream", TITLE, HOLDER);
    String expires = value(query, SignedUrls.EXPIRES);
    String signature = value(query, SignedUrls.SIGNATURE);
    for (List<List<String>> bad :
        List.of(
            List.of(List.of(expires, expires), List.of(signature)),
            List.of(List.of(expires), List.of(signature, signature)),
            List.of(List.of(expires + "0"), List.of(signature)),
            List.of(List.of("+" + expires), List.of(signature)),
            List.of(List.of("0" + expires), List.of(signature)),
            List.of(List.of(expires), List.of(flipped(signature))),
            List.of(List.<String>of(), List.of(signature)),
            List.of(List.of("9999999999999999999"), List.of(signature)))) {
      Map<String, List<String>> parameters =
          Map.of(
              SignedUrls.HOLDER,
              List.of(HOLDER),
              SignedUrls.EXPIRES,
              bad.get(0),
              SignedUrls.SIGNATURE,
              bad.get(1));
      assertThat(urls.holder("stream", TITLE, parameters)).as("%s", parameters).isEmpty();
    }
  }

  private SignedUrls urls() {
    SignedUrls urls = new SignedUrls(database, random, nanos::get);
    urls.open();
    return urls;
  }

  private String opened() {
    return ((Opening.Opened) pairing.open(WATCH)).code().digits();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static String flipped(String signature) {
    return (signature.charAt(0) == 'A' ? 'B' : 'A') + signature.substring(1);
  }

  private static Map<String, List<String>> parameters(String query) {
    return Map.of(
        SignedUrls.HOLDER, List.of(value(query, SignedUrls.HOLDER)),
        SignedUrls.EXPIRES, List.of(value(query, SignedUrls.EXPIRES)),
        SignedUrls.SIGNATURE, List.of(value(query, SignedUrls.SIGNATURE)));
  }

  private static String value(String query, String name) {
    int start = query.indexOf(name + "=") + name.length() + 1;
    int end = query.indexOf('&', start);
    return end < 0 ? query.substring(start) : query.substring(start, end);
  }
}
