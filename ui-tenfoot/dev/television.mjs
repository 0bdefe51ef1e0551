/** Headless Chromium as the TV: keys only, and what a viewer could see. */
import { chromium } from 'playwright-core';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
];
const PATIENCE_MS = 15_000;

export class Television {
  static async open(width = 1920, height = 1080) {
    const executablePath = process.env.LARDER_CHROMIUM ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: FLAGS });
    const page = await browser.newPage({ viewport: { width, height } });
    page.setDefaultTimeout(PATIENCE_MS);
    return new Television(browser, page, width);
  }

  constructor(browser, page, width) {
    this.browser = browser;
    this.page = page;
    this.width = width;
    this.faults = [];
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error' && /security policy/i.test(line.text())) this.faults.push(line.text());
    });
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Waits for the screen to be named so. */
  screen(name) {
    return this.page.waitForFunction((wanted) => document.body.dataset.screen === wanted, name);
  }

  screenNow() {
    return this.page.evaluate(() => document.body.dataset.screen);
  }

  see(testId) {
    return this.page.waitForSelector(`[data-testid="${testId}"]`);
  }

  gone(testId) {
    return this.page.waitForSelector(`[data-testid="${testId}"]`, { state: 'detached' });
  }

  text(testId) {
    return this.page.textContent(`[data-testid="${testId}"]`);
  }

  /** The focused thing, or null when the focus is lost. */
  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { titleId, show, testid } = element.dataset;
      return titleId ?? show ?? testid ?? null;
    });
  }

  /** Presses `key` until `wanted` has the focus. */
  async walkTo(wanted, key, most = 60) {
    for (let presses = 0; presses <= most; presses++) {
      if ((await this.focused()) === wanted) return;
      await this.press(key);
    }
    throw new Error(`${key} never reached ${wanted}; the focus is on ${await this.focused()}`);
  }

  /** Presses `key` until a shelf has the focus. */
  async walkToRow(row, most = 20, key = 'ArrowDown') {
    for (let presses = 0; presses <= most; presses++) {
      const here = await this.page.evaluate(() => document.activeElement?.closest('[data-row]')?.dataset.row);
      if (here === row) return;
      await this.press(key);
    }
    throw new Error(`${key} never reached the row ${row}`);
  }

  playing() {
    return this.page.evaluate(() => {
      const video = document.querySelector('video[data-testid=player]');
      if (!video) return { seconds: 0, width: 0, frames: 0, audioBytes: 0 };
      return {
        seconds: video.currentTime,
        width: video.videoWidth,
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
        audioBytes: video.webkitAudioDecodedByteCount,
      };
    });
  }

  /** Waits until picture and sound have both gone on by a second of film; time alone runs on without either. */
  async plays() {
    const before = await this.playing();
    await this.page.waitForFunction((start) => {
      const video = document.querySelector('video[data-testid=player]');
      if (!video || video.videoWidth === 0) return false;
      const frames = video.getVideoPlaybackQuality().totalVideoFrames;
      const base = frames < start.frames ? { seconds: 0, frames: 0, audioBytes: 0 } : start;
      return video.currentTime !== start.seconds && frames > base.frames + 12 && video.webkitAudioDecodedByteCount > base.audioBytes;
    }, before);
  }

  async shot(name) {
    await this.page.waitForTimeout(350); // motion ends
    await this.page.screenshot({ path: `target/screenshots/${name}-${this.width}.png` });
  }

  close() {
    return this.browser.close();
  }
}
