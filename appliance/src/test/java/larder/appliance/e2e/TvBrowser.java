package larder.appliance.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
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

  private final Playwright playwright;
  private final Browser browser;
  private final Page page;

  private TvBrowser(Playwright playwright, Browser browser, Page page) {
    this.playwright = playwright;
    this.browser = browser;
    this.page = page;
  }

  static TvBrowser open(String url) {
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
    Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1920, 1080));
    page.setDefaultTimeout(30_000);
    page.navigate(url);
    return new TvBrowser(playwright, browser, page);
  }

  Page page() {
    return page;
  }

  void press(String key) {
    page.keyboard().press(key);
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
