import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chromium, type Browser } from '@playwright/test';
import { findChromium, NOTHING_AHEAD, QUIET } from '../../../scripts/chromium.mjs';

/**
 * A Chromium of its own with a profile on the disk. It can be killed as a whole, as when the system kills it. A browser
 * context of Playwright keeps its storage in memory.
 */
export class OwnChromium {
  readonly browser: Browser;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, browser: Browser) {
    this.#child = child;
    this.browser = browser;
  }

  /** @param profile folder of the profile */
  static async start(profile: string): Promise<OwnChromium> {
    const flags = [
      ...QUIET,
      '--headless=new',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
    ];
    // A group of its own, so that all its processes can be killed together.
    const child = spawn(findChromium() ?? '', [...flags, 'about:blank'], {
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (piece: Buffer) => {
        said += piece.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said);
        if (found) resolve(found[1]);
      });
      child.once('exit', () => reject(new Error(`Chromium ended: ${said.slice(-500)}`)));
      child.once('error', reject);
    });
    const browser = await chromium.connectOverCDP(address);
    await browser.contexts()[0].addInitScript(NOTHING_AHEAD);
    return new OwnChromium(child, browser);
  }

  /** Kills all its processes at once (SIGKILL). */
  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || !this.#child.pid)
      return;
    const ended = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await ended;
  }
}
