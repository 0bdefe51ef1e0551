package larder.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import larder.appliance.mesh.wire.DeviceId;
import larder.appliance.testing.SyncthingPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person pairs for the first time: by keys on the TV, by a tap on the phone, by one command. */
@Tag("real")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FirstEveningTest {

  private static final int MOST_KEYS = 8;

  @TempDir Path tmp;

  private TestBox box;
  private TvBrowser tv;
  private int keys;

  @BeforeEach
  void startBoxAndTv() throws Exception {
    box = TestBox.start(tmp);
    tv = TvBrowser.open(box.api().base(), box.api().token());
    tv.awaitScreen("empty");
  }

  @AfterEach
  void stopAll() {
    tv.close();
    box.close();
  }

  @Test
  void phone_withTheCodeOnTheScreen_isPairedByOneTap() throws Exception {
    long startNanos = System.nanoTime();
    String code = shownCode();
    tv.screenshot(Path.of("target", "first-evening.png"));
    try (BrowserContext context =
        tv.page()
            .context()
            .browser()
            .newContext(new Browser.NewContextOptions().setViewportSize(390, 844))) {
      Page phone = context.newPage();
      phone.navigate(box.api().base() + "/pair#c=" + code);
      phone.waitForSelector("[data-testid=phone-pair]:enabled");
      assertThat(phone.url()).as("the code leaves the address bar").doesNotContain(code);
      phone.fill("[data-testid=phone-name]", "Anna's phone");
      phone.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "phone-pair.png")));
      phone.click("[data-testid=phone-pair]");
      phone.waitForSelector("[data-testid=phone-done]");
      assertThat(context.cookies())
          .anyMatch(cookie -> cookie.name.equals("larder") && cookie.httpOnly);
    }
    report("phone", startNanos);
    assertThat(keys).isLessThanOrEqualTo(MOST_KEYS);
    assertThat(box.api().get("tokens").get("items").get(0).get("name").asString())
        .isEqualTo("Anna's phone");
    assertThat(box.api().get("pairing").get("open").asBoolean())
        .as("a code is good once")
        .isFalse();
  }

  @Test
  void pc_opensByRemoteAndTypesTheCode_isPaired() throws Exception {
    long startNanos = System.nanoTime();
    press("Enter"); // "Pair a PC or phone" has the focus
    tv.awaitScreen("pair");
    String code = shownCode();
    LarderRun.of(
            tmp,
            Map.of("XDG_CONFIG_HOME", tmp.resolve("config").toString()),
            "pair",
            box.api().base(),
            "--code",
            code,
            "--name",
            "Anna's PC")
        .succeeded();
    tv.page()
        .waitForFunction(
            "() => /Anna's PC is"
                + " paired/.test(document.querySelector('[data-testid=paired]').textContent)");
    report("command", startNanos);
    assertThat(keys).isLessThanOrEqualTo(MOST_KEYS);
  }

  @Test
  void syncthingPc_isLetInFolderByFolder_andSeenOnTheDevicesScreen() throws Exception {
    SampleVideo.make(tmp.resolve("Series/The Long Shelf - S01E01 - Dust.mp4"), 2, 300);
    try (SyncthingPeer pc =
        SyncthingPeer.create(tmp.resolve("annas-pc"), SyncthingPeer.Release.CURRENT)) {
      pc.start();
      DeviceId boxId = DeviceId.parse(box.id());
      long startNanos = System.nanoTime();
      pc.addDevice(boxId, "Living room", box.process().ready().meshAddress());
      pc.shareFolder("series", tmp.resolve("Series"), "sendreceive", boxId);
      tv.awaitScreen("approve");
      press("Enter");
      tv.awaitScreen("take");
      press("Enter");
      tv.awaitScreen("home");
      report("syncthing", startNanos);
      assertThat(keys).isLessThanOrEqualTo(MOST_KEYS);

      tv.page().waitForSelector("body[data-screen=home] :focus");
      press("ArrowUp");
      tv.awaitScreen("menu");
      press("Enter");
      tv.awaitScreen("devices");
      tv.page().waitForSelector("[data-testid=news] .news-item");
      assertThat(tv.text("devices")).contains("annas-pc", "Connected at home", "“series”");
      assertThat(tv.text("news")).contains("annas-pc"); // joined with it, or added it just now
      tv.screenshot(Path.of("target", "devices.png"));
    }
  }

  private String shownCode() {
    tv.page().waitForSelector("[data-testid=invite-code]");
    tv.page().waitForFunction("() => document.querySelector('[data-testid=qr]').naturalWidth > 0");
    return tv.text("invite-code").replace(" ", "").strip();
  }

  private void press(String key) {
    keys++;
    tv.press(key);
  }

  private void report(String who, long startNanos) {
    System.out.printf("FIGURE first-pairing-%s-keys=%d%n", who, keys);
    System.out.printf(
        "FIGURE first-pairing-%s-seconds=%.1f%n", who, (System.nanoTime() - startNanos) / 1e9);
  }
}
