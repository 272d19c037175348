import { readFileSync } from 'node:fs';
import { decode } from 'fast-png';
import { independent } from '../src/test/exchange/read-exports.ts';
import { chromium } from './browsers.ts';
import { waitForEnd } from './support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: `waitForEnd` fails when there is no progress.

test('each file of a run says what it is for, is named after the photo, and has other formats', async ({
  page,
}) => {
  await page.goto('./?lang=en&backend=wasm&steps=1&sample=bench-albino');
  await waitForEnd(page);
  const downloads = page.getByRole('region', { name: 'Downloads' });
  const links = downloads.getByRole('link');
  await expect(links.first()).toHaveAccessibleName('gaussians.ply');
  for (const link of await links.all()) await expect(link).toHaveAccessibleDescription(/\w+ \w+/);
  const heights = await links.evaluateAll((all) => all.map((each) => each.clientHeight));
  expect(Math.max(...heights.slice(1))).toBeLessThan(heights[0]);
  await expect(links.first()).toHaveAttribute('download', 'bench-albino-gaussians.ply');

  const more = downloads.getByRole('button', { name: 'More formats' });
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await more.click();
  const saved = page.waitForEvent('download');
  await downloads.getByRole('button', { name: 'gaussians.spz', exact: true }).click();
  const spz = await saved;
  expect(spz.suggestedFilename()).toBe('bench-albino-gaussians.spz');
  const { count } = await independent.spz(new Uint8Array(readFileSync(await spz.path())));
  const status = await page.getByRole('status').and(page.locator('[data-state]')).innerText();
  expect(status.replace(/,/g, '')).toContain(`${count} Gaussians`);

  const view = page.waitForEvent('download');
  await downloads.getByRole('link', { name: 'view-2.png' }).click();
  const picture = await view;
  expect(picture.suggestedFilename()).toBe('bench-albino-view-2.png');
  const { width, height } = decode(readFileSync(await picture.path()));
  expect(width).toBe(height);

  // A SuperSplat on this server gets the splat. Another one is opened, and the splat is saved.
  await downloads.getByText('Address of your own SuperSplat').click();
  const address = downloads.getByRole('textbox', { name: 'Address of your own SuperSplat' });
  await address.fill(new URL('supersplat/', page.url()).href);
  const tab = page.context().waitForEvent('page');
  await downloads.getByRole('button', { name: 'Open in SuperSplat' }).click();
  const { searchParams } = new URL((await tab).url());
  expect(searchParams.get('load')).toMatch(/^blob:/);
  expect(searchParams.get('filename')).toBe('gaussians.ply');
});
