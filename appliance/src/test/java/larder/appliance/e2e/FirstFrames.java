package larder.appliance.e2e;

import com.microsoft.playwright.Page;

/** Measures in the page itself: from the key OK to the first picture of a film. */
final class FirstFrames {

  /** Notes when OK was pressed last, and when the first picture after it was shown. */
  private static final String STOPWATCH =
      """
      (() => {
        const watch = { pressed: 0, shown: 0 };
        window.firstFrame = watch;
        const seen = new WeakSet();
        const look = () => {
          const video = document.querySelector('video');
          if (video && !seen.has(video)) {
            seen.add(video);
            video.requestVideoFrameCallback((now) => {
              watch.shown = now;
              watch.name = video.currentSrc;
            });
          }
        };
        addEventListener('keydown', (press) => {
          if (press.key === 'Enter') { watch.pressed = performance.now(); watch.shown = 0; }
        }, true);
        new MutationObserver(look).observe(document, { childList: true, subtree: true });
      })()
      """;

  private static final String PLAIN_PLAYER =
      """
      url => {
        document.body.innerHTML = '';
        addEventListener('keydown', () => {
          const video = document.createElement('video');
          video.src = url;
          document.body.append(video);
          void video.play();
        }, { once: true });
      }
      """;

  private final Page page;

  private FirstFrames(Page page) {
    this.page = page;
  }

  /** Begins to watch what {@code page} shows now. */
  static FirstFrames on(Page page) {
    page.evaluate(STOPWATCH);
    return new FirstFrames(page);
  }

  /** Makes the page one that plays {@code url} in a plain video element on the next key. */
  void playNextPlainly(String url) {
    page.evaluate(PLAIN_PLAYER, url);
  }

  /** Presses OK. @return milliseconds until the first picture */
  double press() {
    page.keyboard().press("Enter");
    page.waitForFunction("() => window.firstFrame.shown > 0");
    Object took = page.evaluate("() => window.firstFrame.shown - window.firstFrame.pressed");
    return ((Number) took).doubleValue();
  }
}
