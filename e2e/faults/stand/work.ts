import type { Browser, CDPSession } from '@playwright/test';

/** Reads the processor seconds of all processes of a Chromium, and their ids. */
export class Work {
  readonly #session: Promise<CDPSession>;

  constructor(browser: Browser) {
    this.#session = browser.newBrowserCDPSession();
  }

  /** Processor seconds since the start of the browser. Processes that have ended are not counted. */
  async seconds(): Promise<number> {
    return (await this.#processes()).reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  }

  /** Ids of the processes of this type, for example `GPU`. */
  async idsOf(type: string): Promise<number[]> {
    return (await this.#processes()).filter((each) => each.type === type).map(({ id }) => id);
  }

  async #processes() {
    const session = await this.#session;
    return (await session.send('SystemInfo.getProcessInfo')).processInfo;
  }
}
