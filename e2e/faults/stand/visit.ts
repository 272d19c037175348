import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';
import { photoNamed } from './cut-outs.ts';
import { watchWords, type Seen } from './recorder.ts';
import { keepWorkers } from './page-workers.ts';
import { Work } from './work.ts';

/** States in which a run has ended, or has not begun. */
const ENDED = /^(done|error|cancelled|idle)$/;

/** How long nothing may happen before a page counts as stalled. */
export interface Patience {
  /** Seconds in which Chromium uses less than 3 % of a core. Default 15. */
  idleS?: number;
  /** Processor seconds without progress. Default 120. */
  workS?: number;
}

/** What a finished run gave. Equal runs give equal outputs. */
export type Outputs = Record<'gaussians.ply' | 'multiview.png' | 'output.png', string> & {
  /** Frames of the turntable video. */
  frames: number;
};

/** One page in the browser, with everything that it has shown. */
export class Visit {
  readonly page: Page;
  readonly seen: Seen[] = [];
  readonly work: Work;
  #tell: (() => void)[] = [];

  private constructor(page: Page, browser: Browser) {
    this.page = page;
    this.work = new Work(browser);
  }

  /** Opens an address in a page. */
  static async open(page: Page, browser: Browser, url: string, verbose = false): Promise<Visit> {
    const visit = new Visit(page, browser);
    await keepWorkers(page);
    await watchWords(page, (seen) => {
      visit.seen.push(seen);
      if (verbose) print(seen);
      for (const tell of visit.#tell.splice(0)) tell();
    });
    await page.goto(url);
    return visit;
  }

  get state(): string {
    return this.seen.at(-1)?.state ?? '';
  }

  /** Chooses a photo, as a person does. Resolves when the page has begun with it. @param name as in `photoNamed` */
  async choose(name: string): Promise<void> {
    const from = this.seen.length;
    await this.page.getByLabel('Mouse photo').setInputFiles(photoNamed(name));
    await this.until(() => this.seen.slice(from).some(({ state }) => state === 'loading'));
  }

  /**
   * Waits for something that the page shows. The condition is looked at after each change on the page. There is no time
   * limit: it ends when there is no progress.
   * @returns false if there was no progress
   */
  async until(condition: () => boolean, patience: Patience = {}): Promise<boolean> {
    const { idleS = 15, workS = 120 } = patience;
    let count = this.seen.length;
    let mark = { atMs: Date.now(), work: await this.work.seconds(), since: this.seen.length };
    let progress = mark.work;
    while (!condition()) {
      await this.#change(500);
      const work = await this.work.seconds();
      if (this.seen.length > count) [count, progress] = [this.seen.length, work];
      if (work - progress > workS) return condition();
      const seconds = (Date.now() - mark.atMs) / 1000;
      if (seconds < idleS) continue;
      if (this.seen.length === mark.since && work - mark.work < 0.03 * seconds) return condition();
      mark = { atMs: Date.now(), work, since: this.seen.length };
    }
    return true;
  }

  /** Waits for the end of a run. False if there was no progress. */
  ended(patience?: Patience): Promise<boolean> {
    return this.until(() => ENDED.test(this.state), patience);
  }

  /**
   * The first words since a moment that match, or undefined. Words that were there at this moment count as said then.
   * @param atMs milliseconds since 1970
   */
  wordsSince(atMs: number, says: RegExp): { text: string; atMs: number } | undefined {
    let there: string | undefined;
    for (const seen of this.seen) {
      if (seen.atMs >= atMs && there !== undefined) return { text: there, atMs };
      if (there !== undefined && seen.gone.includes(there)) there = undefined;
      const found = seen.words.find(({ text }) => says.test(text));
      if (!found) continue;
      if (seen.atMs >= atMs) return { text: found.text, atMs: seen.atMs };
      there = found.text;
    }
    return there === undefined ? undefined : { text: there, atMs };
  }

  /** Presses a button. */
  press = (name: string) => this.page.getByRole('button', { name, exact: true }).first().click();

  /** Downloads the results of a finished run. */
  async outputs(): Promise<Outputs> {
    const hash = async (name: string) =>
      createHash('sha256')
        .update(await this.download(name))
        .digest('hex');
    return {
      'gaussians.ply': await hash('gaussians.ply'),
      'multiview.png': await hash('multiview.png'),
      'output.png': await hash('output.png'),
      frames: await framesOf(await this.download('turntable.mp4')),
    };
  }

  /** The bytes of a result. */
  async download(name: string): Promise<Buffer> {
    const region = this.page.getByRole('region', { name: 'Downloads' });
    const link = region.getByRole('link', { name, exact: true });
    const [file] = await Promise.all([this.page.waitForEvent('download'), link.click()]);
    return readFileSync(await file.path());
  }

  /** Resolves at the next change on the page, or after `ms`. */
  #change(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#tell.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

const print = ({ atMs, state, stage, percent, words }: Seen) =>
  console.log(
    `    ${new Date(atMs).toISOString().slice(11, 23)} ${state} ${stage} ${percent}`,
    ...words.map(({ text, place }) => `[${place}] ${text}`),
  );

async function framesOf(bytes: Buffer): Promise<number> {
  const source = new BufferSource(new Uint8Array(bytes));
  const track = await new Input({ source, formats: ALL_FORMATS }).getPrimaryVideoTrack();
  return track ? (await track.computePacketStats()).packetCount : 0;
}
