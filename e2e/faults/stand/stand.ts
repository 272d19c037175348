import { isDeepStrictEqual } from 'node:util';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { findChromium, NOTHING_AHEAD, QUIET, WEBGL, WEBGPU } from '../../../scripts/chromium.mjs';
import { SMALL_PACK } from './small-pack.ts';
import { FaultServer } from './server.ts';
import { Visit, type Outputs } from './visit.ts';

/** How a page is opened, and with which photo it runs. */
export interface Setup {
  backend: 'wasm' | 'webgpu';
  /** A pack that is served. Default: the small pack (small-pack.ts). */
  pack?: string;
  /** Denoising steps. Default 1. */
  steps?: number;
  /** Default: the pack's. */
  seed?: number;
  /** A file of public/samples. */
  photo?: string;
  /** Whether the page gets a profile of its own. Default: the profile of the earlier tries. */
  fresh?: boolean;
}

export const PHOTO = 'arena-rearing.jpg';

/** What an undisturbed run gave, and when its stages began, in milliseconds after the choice of the photo. */
export interface Reference {
  outputs: Outputs;
  stageMs: ReadonlyMap<string, { atMs: number; durationMs: number }>;
}

const FLAGS = [
  ...QUIET,
  ...WEBGL,
  ...WEBGPU,
  // A browser whose GPU process was killed several times would otherwise give it up.
  '--disable-gpu-process-crash-limit',
  '--js-flags=--expose-gc',
  // Otherwise the count of the page's memory waits for a collection that Chromium chooses.
  '--enable-blink-features=ForceEagerMeasureMemory',
];

/** Server and browser of the tries, and random numbers of one try. */
export class Stand {
  readonly server: FaultServer;
  /** Random numbers 0…1 of this try. */
  random: () => number = Math.random;
  /** Called with each page before it is opened. */
  onPage: (page: Page) => Promise<void> = async () => undefined;
  #browser: Browser | undefined;
  #context: BrowserContext | undefined;
  readonly #opened: BrowserContext[] = [];
  readonly #references = new Map<string, Promise<Reference>>();

  private constructor(
    server: FaultServer,
    private readonly verbose: boolean,
  ) {
    this.server = server;
  }

  /**
   * @param dist folder of the built page
   * @param verbose prints everything that the pages show
   */
  static async open(dist: string, verbose = false): Promise<Stand> {
    const server = new FaultServer(dist);
    await server.listen();
    return new Stand(server, verbose);
  }

  /** Begins a try. @param seed of its random numbers */
  begin(seed: number): void {
    this.random = randomFrom(seed);
    this.server.reset();
  }

  /** Ends a try. @param broken true: the next try gets a new browser */
  async end(broken: boolean): Promise<void> {
    for (const page of this.#context?.pages() ?? []) await page.close().catch(() => undefined);
    for (const context of this.#opened.splice(0)) await context.close().catch(() => undefined);
    if (broken) await this.#endBrowser();
  }

  async close(): Promise<void> {
    await this.#endBrowser();
    await this.server.close();
  }

  /** Opens the page. */
  async visit(setup: Setup): Promise<Visit> {
    return this.visitIn(await this.context(setup.fresh ?? false), setup);
  }

  /** Opens the page in a profile, for example once more after an earlier visit. */
  async visitIn(context: BrowserContext, setup: Setup): Promise<Visit> {
    const page = await context.newPage();
    await this.onPage(page);
    return Visit.open(page, await this.browser(), this.address(setup), this.verbose);
  }

  /** Address of the page. */
  address({ backend, pack = SMALL_PACK, steps = 1, seed }: Setup): string {
    const query = new URLSearchParams({ lang: 'en', backend, pack, steps: String(steps) });
    if (seed !== undefined) query.set('seed', String(seed));
    return `${this.server.url}?${query}`;
  }

  /** A browser context: that of all tries, or a fresh one that ends with the try. */
  async context(fresh: boolean): Promise<BrowserContext> {
    const browser = await this.browser();
    // Animations would keep the processor busy, and a page that stands still would not look idle.
    const options = {
      acceptDownloads: true,
      reducedMotion: 'reduce',
      // Every request has to reach the stand's server, and only those of a run.
      serviceWorkers: 'block',
    } as const;
    if (!fresh && this.#context) return this.#context;
    const context = await browser.newContext(options);
    await context.addInitScript(NOTHING_AHEAD);
    if (!fresh) return (this.#context = context);
    this.#opened.push(context);
    return context;
  }

  async browser(): Promise<Browser> {
    if (this.#browser?.isConnected()) return this.#browser;
    this.#context = undefined;
    this.#browser = await chromium.launch({
      executablePath: findChromium() ?? undefined,
      args: FLAGS,
      ignoreDefaultArgs: ['--enable-unsafe-swiftshader'],
    });
    return this.#browser;
  }

  /** The results of undisturbed runs. They are made once, and before the fault of the try is prepared. */
  reference(setup: Setup): Promise<Reference> {
    const key = this.address(setup) + (setup.photo ?? PHOTO);
    const known = this.#references.get(key);
    if (known) return known;
    const made = this.#runTwice(setup);
    this.#references.set(key, made);
    made.catch(() => this.#references.delete(key));
    return made;
  }

  /** The first run compiles shaders and fills caches, so the moments of the second are those of the tries. */
  async #runTwice(setup: Setup): Promise<Reference> {
    const [first, second] = [await this.#run(setup), await this.#run(setup)];
    if (!isDeepStrictEqual(first.outputs, second.outputs))
      throw new Error('Two undisturbed runs gave different results.');
    return second;
  }

  async #run(setup: Setup): Promise<Reference> {
    const visit = await this.visit(setup);
    const start = Date.now();
    await visit.choose(setup.photo ?? PHOTO);
    const ended = await visit.ended({ idleS: 60, workS: 250 });
    if (!ended || visit.state !== 'done')
      throw new Error(`The undisturbed run ended as “${visit.state}”.`);
    // Nothing was broken, so a word about a fault is a false alarm.
    const alarm = visit.wordsSince(0, /stopped|stuck|crashed|could not be loaded/);
    if (alarm) throw new Error(`The undisturbed run said: ${alarm.text}`);
    const stageMs = new Map<string, { atMs: number; durationMs: number }>();
    let last: { atMs: number; durationMs: number } | undefined;
    for (const { atMs, stage, state } of visit.seen) {
      if (last) last.durationMs = atMs - start - last.atMs;
      const name = stage || (state === 'loading' ? 'load' : '');
      if (!name || stageMs.has(name)) continue;
      last = { atMs: atMs - start, durationMs: 0 };
      stageMs.set(name, last);
    }
    const outputs = await visit.outputs();
    await visit.page.close();
    return { outputs, stageMs };
  }

  async #endBrowser(): Promise<void> {
    const browser = this.#browser;
    this.#browser = undefined;
    this.#context = undefined;
    await browser?.close().catch(() => undefined);
  }
}

/** Random numbers 0…1 from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
