import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { encode } from 'fast-png';
import demoPack from '../models/mouse-demo/pack.json' with { type: 'json' };
import { en } from '../src/app/i18n/en.ts';
import samples from '../src/app/samples.json' with { type: 'json' };
import { writePly } from '../src/core/ply/index.ts';
import { randomCloud } from '../src/test/random-clouds.ts';
import { chromium } from './browsers.ts';
import { pseudo } from './pseudo.ts';
import { dropBytes, dropFiles, samplePhoto, waitForState } from './support.ts';
import { expect as expectSoon, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // Each step has a time limit of its own, or ends when there is no progress.

// On a busy machine, a page of many modules opens slowly.
const expect = expectSoon.configure({ timeout: 120_000 });

const text = pseudo(en);

/** What the page shows in ASCII letters although it is no sentence of the dictionary. */
const NO_SENTENCES: readonly RegExp[] = [
  // Data of the samples and of the pack.
  ...[
    ...samples.map(({ title }) => title.en),
    ...[demoPack.title.en, demoPack.licence.text, demoPack.licence.name],
  ].map((words) => new RegExp(words.replace(/[.()]/g, '\\$&'), 'g')),
  // Names of files, and addresses.
  /[\w-]*(\.\w+)*\.(ply|mp4|png|json|jpg|zip|spz|sog|glb|html|safetensors)\b/gi,
  /https?:\/\/\S+/g,
  // Units, figures and keys.
  /\b[\d.,]+ (kB|MB|GB|px)/g,
  /\b(PSNR|SSIM|IoU|Ctrl|Shift|Alt|Home|Tab|Esc)\b/g,
  // What the browser says of itself, and its dates.
  /Mozilla\/5\.0 .*|ANGLE \(.*\)/g,
  /\b[A-Z][a-z]{2} \d+, \d+:\d\d\s[AP]M/g,
];

interface Shown {
  words: string;
  place: string;
}

/** All that a person reads or hears on the page. */
const shownOn = (page: Page): Promise<Shown[]> =>
  page.evaluate(() => {
    const attributes = ['aria-label', 'title', 'alt', 'placeholder', 'aria-valuetext'];
    const visible = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true }) || element instanceof HTMLOptionElement;
    const found = [{ words: document.title, place: 'title of the page' }];
    for (const element of document.body.querySelectorAll('*')) {
      if (!visible(element)) continue;
      const place = `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`;
      for (const name of attributes) {
        const words = element.getAttribute(name);
        if (words) found.push({ words, place: `${place} ${name}` });
      }
      for (const child of element.childNodes)
        if (child instanceof Text && child.data.trim()) found.push({ words: child.data, place });
    }
    return found;
  });

/** Fails if the page shows or says words that are not of the dictionary. */
async function checkWords(page: Page, state: string): Promise<void> {
  const shown = await shownOn(page);
  expect(shown.length).toBeGreaterThan(5);
  const foreign = shown.filter(({ words }) =>
    /[a-z]{2}/i.test(NO_SENTENCES.reduce((rest, each) => rest.replace(each, ''), words)),
  );
  expect.soft(foreign, state).toEqual([]);
}

/** Opens the page of the development server, which has its modules one by one, with the pseudo sentences as English. */
async function open(page: Page, parameters: string): Promise<void> {
  await page.route(
    ({ pathname, search }) => pathname.endsWith('/src/app/i18n/en.ts') && search !== '?plain',
    (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `import { en as plain } from '/src/app/i18n/en.ts?plain';
          import { pseudo } from '/e2e/pseudo.ts';
          export const en = pseudo(plain);`,
      }),
  );
  await page.goto(`http://localhost:${process.env.DEV_PORT}/?lang=en&${parameters}`);
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A picture without a mouse. */
const clear = Buffer.from(
  encode({ width: 64, height: 48, data: new Uint8Array(4 * 64 * 48), channels: 4 }),
);

test('every word of the first page, its panels and an error is in the dictionaries', async ({
  page,
}) => {
  await open(page, 'backend=wasm&steps=1');
  await expect(page.getByRole('heading', { name: text.drop.headline })).toBeVisible();
  await expect(page.locator('[data-backend="wasm"]')).toBeVisible();
  await checkWords(page, 'first');

  await button(page, text.guide.open).click();
  await checkWords(page, 'guide');
  await button(page, text.guide.close).click();

  await page.locator('[data-backend]').getByRole('button').click();
  await checkWords(page, 'backend');

  const settings = page.getByRole('region', { name: text.settings.label });
  await settings.getByRole('button', { name: text.settings.label }).first().click();
  for (const group of await settings.locator('details > summary').all()) await group.click();
  await checkWords(page, 'settings');

  await button(page, text.import.open).click();
  await expect(page.getByRole('dialog', { name: text.import.title })).toBeVisible();
  await checkWords(page, 'import');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await dropBytes(page, clear, 'clear.png');
  await waitForState(page, 'error');
  await checkWords(page, 'error');
});

test('every word of a run and of its corrections is in the dictionaries', async ({ page }) => {
  await open(page, 'backend=wasm&steps=1');
  await dropBytes(page, readFileSync(samplePhoto()), 'a mouse.jpg');
  await waitForState(page, 'running');
  await checkWords(page, 'running');
  await waitForState(page, 'done');
  await expect(page.getByRole('region', { name: text.history.label })).toBeVisible();
  await button(page, text.takeaway.more).click();
  await checkWords(page, 'done, with the history');

  for (const [dialog, name] of [
    ['mask', text.correct.editCutout],
    ['keypoints', text.correct.moveKeypoints],
    ['centring', text.correct.adjustCentring],
    ['views', text.correct.chooseViews],
  ]) {
    await button(page, name).click();
    await expect(button(page, text.correct.apply)).toBeVisible();
    await checkWords(page, dialog);
    await button(page, text.correct.cancel).click();
  }
});

test('every word of the queue and of an opened splat is in the dictionaries', async ({ page }) => {
  await open(page, 'backend=wasm&steps=1');
  await dropFiles(page, { 'a.png': clear, 'b.png': clear });
  await expect(page.locator('[data-item="failed"]')).toHaveCount(2);
  await checkWords(page, 'queue');

  await dropBytes(page, Buffer.from(writePly(randomCloud(5, { count: 400 }))), 'splat.ply');
  await waitForState(page, 'viewing');
  await checkWords(page, 'opened splat');
});

test('every word of the booth and of the check is in the dictionaries', async ({ page }) => {
  await open(page, 'backend=wasm&kiosk=1&camera=1&files=1');
  await expect(button(page, text.kiosk.start)).toBeVisible();
  await checkWords(page, 'booth');
  await button(page, text.kiosk.start).click();
  await expect(page.getByRole('heading', { name: text.kiosk.choose })).toBeVisible();
  await checkWords(page, 'choice of the booth');

  await open(page, 'backend=wasm&check=1');
  await expect(page.locator('[data-line=video]')).toHaveAttribute('data-state', /good|weak|failed/);
  await checkWords(page, 'check');
});
