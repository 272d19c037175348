import AxeBuilder from '@axe-core/playwright';
import { expect, type CDPSession, type Page } from '@playwright/test';

/** How people see the page: language, theme, width and height of the window in pixels, font size, pointer. */
interface Look {
  lang?: 'en' | 'ko';
  theme?: 'light' | 'dark';
  size: readonly [width: number, height: number];
  /** The browser's font size in pixels. Default: 16, as in all browsers. */
  fontPx?: number;
  /** Whether a finger is the main pointer. */
  touch?: boolean;
}

/** The rules of axe that look at colours. A theme changes the results of no other rule. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

const LAPTOP = [1440, 900] as const;
const PHONE = [390, 844] as const;
const SMALL_PHONE = [320, 640] as const;

/** Looks at a page in several ways, and collects what is wrong. */
export class Viewer {
  /** What was found: state, look, and the fault. */
  readonly problems: string[] = [];
  readonly #page: Page;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.#page = page;
    this.#session = session;
  }

  static async of(page: Page): Promise<Viewer> {
    // While a transition runs, axe would see colours in between.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    return new Viewer(page, await page.context().newCDPSession(page));
  }

  /** Looks at the present state in all ways. Afterwards the page is as it was. */
  async look(state: string): Promise<void> {
    const problem = (look: string, faults: readonly string[]) =>
      this.problems.push(...faults.map((fault) => `${state}, ${look}: ${fault}`));
    for (const lang of ['en', 'ko'] as const) {
      for (const size of [LAPTOP, PHONE])
        for (const theme of ['light', 'dark'] as const) {
          const look = `${lang} ${size[0]} ${theme}`;
          await this.#set({ lang, size, theme, touch: size === PHONE });
          if (theme === 'dark') {
            problem(look, await violations(this.#page, COLOUR_RULES));
            continue;
          }
          problem(look, await violations(this.#page));
          problem(look, await smallTargets(this.#page, size === PHONE ? 44 : 24));
          problem(look, await tooWide(this.#page));
        }
      await this.#set({ lang, size: SMALL_PHONE, touch: true });
      problem(`${lang} 320`, await tooWide(this.#page));
      problem(`${lang} 320`, await smallTargets(this.#page, 44));
      await this.#set({ lang, size: LAPTOP, fontPx: 32 });
      problem(`${lang} large text`, await tooWide(this.#page));
      problem(`${lang} large text`, await cutTexts(this.#page));
    }
    await this.#set({ lang: 'en', size: LAPTOP });
  }

  async #set({ lang = 'en', theme = 'light', size, fontPx = 16, touch = false }: Look) {
    const [width, height] = size;
    await this.#session.send('Page.setFontSizes', {
      fontSizes: { standard: fontPx, fixed: (13 / 16) * fontPx },
    });
    await this.#session.send('Emulation.setTouchEmulationEnabled', { enabled: touch });
    await this.#page.setViewportSize({ width, height });
    await this.#page.emulateMedia({ colorScheme: theme });
    // A modal dialog covers the switch. A script can click it.
    await this.#page.evaluate(
      (to) => document.querySelector<HTMLElement>(`button[lang=${to}]`)?.click(),
      lang,
    );
    // Two frames, until React and the browser have drawn.
    const seen = await this.#page.evaluate(async () => {
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const { lang } = document.documentElement;
      return { lang, touch: matchMedia('(pointer: coarse)').matches };
    });
    expect(seen).toEqual({ lang, touch });
  }
}

/** What axe finds, each with the elements. @param rules default: all, also those that are not in WCAG */
async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  // Otherwise each call opens a page of its own.
  axe.setLegacyMode(true);
  axe.options({ resultTypes: ['violations'] });
  if (rules) axe.withRules([...rules]);
  const found = await axe.analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
  );
}

/** Whether the page, or the dialog or panel on it, scrolls sideways, with what sticks out. */
const tooWide = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const roots = [
      document.documentElement,
      ...document.querySelectorAll<HTMLElement>('dialog[open], dialog[open] > *, :popover-open'),
    ];
    return roots
      .filter((root) => root.scrollWidth > root.clientWidth && root.clientWidth > 0)
      .map((root) => {
        const { right } = root.getBoundingClientRect();
        const out = [...root.querySelectorAll('*')].filter(
          (each) => each.getBoundingClientRect().right > right + 1,
        );
        const names = out
          .slice(0, 4)
          .map((each) => `${each.tagName}.${each.getAttribute('class')}`);
        return `${root.tagName} is ${root.scrollWidth} wide, not ${root.clientWidth}: ${names.join(', ')}`;
      });
  });

/** The controls that are smaller than `px` in one direction. A label counts as a part of its control. */
const smallTargets = (page: Page, px: number): Promise<string[]> =>
  page.evaluate((least) => {
    const dialog = document.querySelector('dialog[open]');
    const all = (dialog ?? document).querySelectorAll<HTMLElement>(
      'button, a[href], summary, input, select, textarea, [role=button], [role=slider]',
    );
    const small: string[] = [];
    for (const each of all) {
      // The keypoints stand where they are on the mouse. The keyboard reaches each of them.
      if (each.closest('svg')) continue;
      // A link in a sentence is as high as its line, also for WCAG.
      if (each.matches('p a')) continue;
      if (!each.checkVisibility({ visibilityProperty: true }) || each.closest('[inert]')) continue;
      const labels = 'labels' in each ? [...((each as HTMLInputElement).labels ?? [])] : [];
      // The label of a text field is above it, and nobody aims at it.
      const own = each.matches('[type=checkbox], [type=radio]') ? [each, ...labels] : [each];
      const boxes = own.map((one) => one.getBoundingClientRect());
      const width = Math.max(...boxes.map((b) => b.right)) - Math.min(...boxes.map((b) => b.left));
      const height = Math.max(...boxes.map((b) => b.bottom)) - Math.min(...boxes.map((b) => b.top));
      if (width === 0 || height === 0) continue;
      if (width > least - 0.5 && height > least - 0.5) continue;
      const name = each.getAttribute('aria-label') ?? each.textContent?.trim().slice(0, 30);
      small.push(
        `${each.tagName}.${each.getAttribute('class')} “${name}” is ${width.toFixed(0)} × ${height.toFixed(0)}`,
      );
    }
    return small;
  }, px);

/** Texts of which a part cannot be seen or scrolled to. Texts that end with “…” have their whole text as a title. */
const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const cut: string[] = [];
    const root = document.querySelector('dialog[open]') ?? document.body;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent?.trim() || !parent?.checkVisibility({ visibilityProperty: true }))
        continue;
      if (parent.closest('svg, option, [inert]')) continue;
      // For screen readers only.
      if (getComputedStyle(parent).clipPath === 'inset(50%)') continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      if (text.width === 0) continue;
      for (let at: HTMLElement | null = parent; at && at !== document.body; at = at.parentElement) {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(at);
        if (/auto|scroll/.test(overflowX + overflowY)) break;
        if (textOverflow === 'ellipsis' && at.title) break;
        const box = at.getBoundingClientRect();
        const sideways = text.right > box.right + 1 || text.left < box.left - 1;
        const down = text.bottom > box.bottom + 2 || text.top < box.top - 2;
        if ((overflowX !== 'visible' && sideways) || (overflowY !== 'visible' && down)) {
          cut.push(
            `“${node.textContent.trim().slice(0, 40)}” is cut by ${at.tagName}.${at.className}`,
          );
          break;
        }
      }
    }
    return cut;
  });
