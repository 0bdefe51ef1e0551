package larder.appliance.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.Cookie;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Headless Chromium as the TV: full HD, keys only. */
final class TvBrowser implements AutoCloseable {

  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--autoplay-policy=no-user-gesture-required");

  private static final int MOST_ROWS = 6;
  private static final int MOST_TILES = 8;
  private static final Duration SEEK = Duration.ofSeconds(30);

  private final Playwright playwright;
  private final Browser browser;
  private final Page page;

  private TvBrowser(Playwright playwright, Browser browser, Page page) {
    this.playwright = playwright;
    this.browser = browser;
    this.page = page;
  }

  /** Opens the box's page as a browser that holds {@code token}. */
  static TvBrowser open(String base, String token) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        onPath("node").toString())));
    Browser browser =
        playwright
            .chromium()
            .launch(new LaunchOptions().setExecutablePath(onPath("chromium")).setArgs(FLAGS));
    BrowserContext context =
        browser.newContext(new Browser.NewContextOptions().setViewportSize(1920, 1080));
    context.addCookies(List.of(new Cookie("larder", token).setUrl(base)));
    Page page = context.newPage();
    page.setDefaultTimeout(30_000);
    page.navigate(base + "/");
    return new TvBrowser(playwright, browser, page);
  }

  Page page() {
    return page;
  }

  void press(String key) {
    page.keyboard().press(key);
  }

  /**
   * Goes to the title's tile by arrow keys, into shows too, and opens its sheet, where the focus is
   * on Play. Home has a few rows and tiles in these tests.
   */
  void openTitle(String title) {
    page.waitForSelector("body[data-screen=home] :focus");
    if (!reach(title)) {
      screenshot(Path.of("target", "tile-not-reached.png"));
      throw new AssertionError(
          "the tile of " + title + " is not reached by arrows; see target/tile-not-reached.png");
    }
    press("Enter");
    page.waitForSelector("[data-testid=title-sheet]");
  }

  private boolean reach(String title) {
    for (int row = 0; row < MOST_ROWS; row++) {
      for (int tile = 0; tile < MOST_TILES; tile++) {
        if (isFocused(title) || (isShowFocused() && reachInShow(title))) {
          return true;
        }
        press("ArrowRight");
      }
      for (int tile = 0; tile < MOST_TILES; tile++) {
        press("ArrowLeft");
      }
      press("ArrowDown");
    }
    return false;
  }

  /** Opens the focused show and goes to the title there; back to home if it has no such one. */
  private boolean reachInShow(String title) {
    press("Enter");
    page.waitForSelector("body[data-screen=show] [data-title-id]:focus");
    if (reach(title)) {
      return true;
    }
    press("Escape");
    page.waitForSelector("body[data-screen=home] :focus");
    return false;
  }

  /** Waits until the page shows the screen of this name. */
  void awaitScreen(String name) {
    page.waitForFunction("name => document.body.dataset.screen === name", name);
  }

  /** What is written in the part of the page with this test id. */
  String text(String testId) {
    return page.textContent("[data-testid=" + testId + "]");
  }

  private boolean isFocused(String title) {
    return Boolean.TRUE.equals(
        page.evaluate("id => document.activeElement.dataset.titleId === id", title));
  }

  private boolean isShowFocused() {
    return Boolean.TRUE.equals(
        page.evaluate("() => document.activeElement.dataset.show !== undefined"));
  }

  /** Holds the right arrow until the bar stands at {@code seconds} or later. */
  void seekTo(double seconds) {
    page.keyboard().down("ArrowRight");
    boolean there = Pause.until(SEEK, () -> barSeconds() >= seconds);
    page.keyboard().up("ArrowRight");
    if (!there) {
      throw new AssertionError("the bar stands at " + barSeconds() + " s, not at " + seconds);
    }
    if (!Pause.until(SEEK, () -> playing().seconds() >= seconds - 1)) {
      throw new AssertionError("the film stands at " + playing());
    }
  }

  private double barSeconds() {
    page.keyboard().down("ArrowRight"); // a held key repeats
    Object now =
        page.evaluate(
            """
            () => {
              const bar = document.querySelector('[data-testid=bar]');
              return bar ? Number(bar.getAttribute('aria-valuenow')) : 0;
            }
            """);
    return ((Number) now).doubleValue();
  }

  /** What the player has shown and sounded so far; time alone runs on without either. */
  Playing playing() {
    Object state =
        page.evaluate(
            """
            () => {
              const v = document.querySelector('video');
              if (!v) return [0, 0, 0, 0];
              const q = v.getVideoPlaybackQuality();
              return [v.currentTime, v.videoWidth, q.totalVideoFrames, v.webkitAudioDecodedByteCount];
            }
            """);
    List<?> numbers = (List<?>) state;
    return new Playing(
        number(numbers, 0), number(numbers, 1), number(numbers, 2), number(numbers, 3));
  }

  private static double number(List<?> numbers, int index) {
    return ((Number) numbers.get(index)).doubleValue();
  }

  /** A moment of playback. */
  record Playing(double seconds, double width, double frames, double audioBytes) {

    /** Whether picture and sound both went on since {@code before}. */
    boolean wentOnSince(Playing before) {
      return width > 0
          && seconds > before.seconds
          && frames > before.frames
          && audioBytes > before.audioBytes;
    }
  }

  /** Waits until picture and sound have both gone on by two seconds of film. */
  boolean playsWithin(Duration patience) {
    Playing start = playing();
    return Pause.until(
        patience,
        () -> {
          Playing now = playing();
          return now.wentOnSince(start) && now.seconds >= start.seconds + 2;
        });
  }

  void screenshot(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
  }

  private static Path onPath(String program) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .map(folder -> Path.of(folder, program))
            .filter(file -> file.toFile().canExecute())
            .findFirst();
    return found.orElseThrow(
        () -> new AssertionError(program + " is not on the PATH; ./check installs it"));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
