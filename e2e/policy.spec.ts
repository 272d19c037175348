import { chromium } from './browsers.ts';
import { ownServer } from './own-server.ts';
import { expect, test } from './test.ts';

test.use(chromium('plain'));

const server = ownServer();

test('an inline script is refused and counted', async ({ page, violations }) => {
  await page.route('./', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<body>', '<body><script>window.ran = 1</script>');
    await route.fulfill({ response, body });
  });
  await page.goto('./');
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  // One for the header, one for the element in the page.
  await expect.poll(() => violations).toHaveLength(2);
  for (const violation of violations.splice(0))
    expect(violation).toMatch(/^script-src-elem: kInlineViolation at /);
});

test('what a worker, and a worker of a worker, may not do is refused and counted', async ({
  page,
  violations,
}) => {
  const forbidden = `try { eval('1') } catch {}; fetch('https://mouse.example/').catch(() => {});`;
  const script = `${forbidden}
    new Worker('./test-inner-worker.js');
    new Worker(URL.createObjectURL(new Blob([''])));`;
  server().change('assets/test-worker.js', Buffer.from(script));
  server().change('assets/test-inner-worker.js', Buffer.from(forbidden));
  await page.goto(server().url);
  await page.evaluate(() => void new Worker('./assets/test-worker.js'));
  await expect.poll(() => violations).toHaveLength(5);
  const found = violations.splice(0).map((violation) => violation.split(' at ')[0]);
  expect(found.sort()).toEqual([
    'connect-src: https://mouse.example/',
    'connect-src: https://mouse.example/',
    'script-src: kEvalViolation',
    'script-src: kEvalViolation',
    'worker-src: blob',
  ]);
});

test('the page writes no HTML and starts no script of another origin', async ({
  page,
  violations,
}) => {
  await page.goto('./');
  const outcomes = await page.evaluate(() => {
    const attempt = (action: () => void) => {
      try {
        action();
        return 'done';
      } catch (error) {
        return (error as Error).name;
      }
    };
    const element = document.createElement('div');
    return [
      attempt(() => (element.innerHTML = '<img src=x onerror=alert(1)>')),
      attempt(() => (element.innerHTML = 'plain text')),
      attempt(() => void new Worker('https://mouse.example/worker.js')),
      attempt(() => document.createElement('script').append('alert(1)')),
      element.childElementCount,
      element.textContent,
    ];
  });
  expect(outcomes).toEqual(['TypeError', 'done', 'TypeError', 'done', 0, 'plain text']);
  expect(violations).toEqual([]);
});
