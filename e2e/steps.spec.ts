import { exampleFiles } from '../src/test/example-checkpoint.ts';
import { chromium } from './browsers.ts';
import {
  dropFromDisk,
  importNow,
  openPage,
  openSettings,
  panel,
  packs,
  writeToDisk,
} from './import-support.ts';
import { expect, test } from './test.ts';

test.use(chromium('webgl'));
test.setTimeout(0); // No time limit: each step has one of its own, or ends when there is no progress.

test('a pack that was made for 50 steps offers 50, 20 and 10, and the demo pack offers none', async ({
  page,
}, info) => {
  const folder = writeToDisk(info.outputPath('tiny'), exampleFiles());
  await openPage(page);
  await dropFromDisk(page, folder);
  await importNow(page);
  await expect(panel(page)).toContainText('“tiny” is imported');
  await page.keyboard.press('Escape');
  await openSettings(page);
  const steps = page.getByRole('spinbutton', { name: 'Steps' });
  const choices = page.getByRole('group', { name: 'Usual numbers of steps' });
  const pressed = choices.getByRole('button', { pressed: true });
  await expect(steps).toHaveValue('50');
  await expect(choices.getByRole('button')).toHaveText([
    /^50 steps.*own number$/,
    /^20 steps40%/,
    /^10 steps20%/,
  ]);
  await expect(pressed).toHaveText(/^50 steps/);
  await choices.getByRole('button', { name: '10 steps' }).click();
  await expect(steps).toHaveValue('10');
  await expect(pressed).toHaveText(/^10 steps/);
  const settingsPanel = page.locator('.settings-panel');
  expect(await settingsPanel.evaluate((e) => e.scrollWidth - e.clientWidth)).toBe(0);
  await steps.fill('12');
  await steps.blur();
  await expect(pressed).toHaveCount(0);
  await packs(page).selectOption('mouse-demo');
  await expect(choices).toHaveCount(0);
  await expect(steps).toHaveValue('1');
});
