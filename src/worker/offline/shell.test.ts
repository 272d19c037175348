import { expect, test } from 'vitest';
import { MemoryCaches } from '../../test/web/memory-caches.ts';
import { Shell, type ListedAsset } from './shell.ts';

const scope = 'http://mouse.lab/page/';

/** A server whose files have their version as content, and the caches of one browser. */
function browser() {
  const caches = new MemoryCaches();
  const asked: string[] = [];
  const files = new Map<string, Response>();
  const fetch = async (request: Request | string) => {
    const url = typeof request === 'string' ? request : request.url;
    asked.push(url.slice(scope.length));
    return files.get(url.slice(scope.length))?.clone() ?? new Response('', { status: 404 });
  };
  const serve = (name: string, text: string, type = 'text/javascript') =>
    void files.set(name, new Response(text, { headers: { 'content-type': type } }));
  const shell = (assets: ListedAsset[]) => new Shell(assets, { caches, fetch, scope });
  return { caches, asked, serve, shell };
}

const one = [
  { url: 'index.html', revision: '1' },
  { url: 'assets/a-11.js', revision: null },
];
const two = [
  { url: 'index.html', revision: '2' },
  { url: 'assets/a-11.js', revision: null },
  { url: 'assets/b-22.js', revision: null },
];

test('a new version fetches only what is new, and never mixes with the old one', async () => {
  const { asked, serve, shell } = browser();
  serve('index.html', 'page 1', 'text/html');
  serve('assets/a-11.js', 'a');
  const old = shell(one);
  await old.fill();
  serve('index.html', 'page 2', 'text/html');
  serve('assets/b-22.js', 'b');
  asked.length = 0;
  const fresh = shell(two);
  await fresh.fill();
  expect(asked.sort()).toEqual(['assets/b-22.js', 'index.html']);
  const text = async (from: Shell, name: string) => (await from.match(scope + name))?.text();
  expect(await text(old, 'index.html')).toBe('page 1');
  expect(await text(fresh, 'index.html')).toBe('page 2');
  expect(await text(fresh, 'assets/a-11.js')).toBe('a');
  expect(await text(old, 'assets/b-22.js')).toBeUndefined();
});

test('a file that fails fails the version, and the next try goes on with what has arrived', async () => {
  const { asked, serve, shell } = browser();
  serve('index.html', 'page', 'text/html');
  await expect(shell(one).fill()).rejects.toThrow('assets/a-11.js: HTTP 404');
  // Some servers answer with their index page.
  serve('assets/a-11.js', 'page', 'text/html');
  await expect(shell(one).fill()).rejects.toThrow('a page');
  serve('assets/a-11.js', 'a');
  asked.length = 0;
  await shell(one).fill();
  expect(asked).toEqual(['assets/a-11.js']);
});

test('older versions stay until they are removed, and those of other pages always', async () => {
  const { caches, serve, shell } = browser();
  for (const { url } of two) serve(url, url, url.endsWith('html') ? 'text/html' : undefined);
  const [old, fresh] = [shell([...one, { url: 'assets/b-22.js', revision: null }]), shell(one)];
  await old.fill();
  await fresh.fill();
  await caches.open('mouse-facelift page http://mouse.lab/other/ 00');
  expect(await fresh.match(`${scope}assets/b-22.js`)).toBeUndefined();
  expect(await (await fresh.matchOlder(`${scope}assets/b-22.js`))?.text()).toBe('assets/b-22.js');
  await fresh.removeOthers();
  expect(await fresh.matchOlder(`${scope}assets/b-22.js`)).toBeUndefined();
  expect(await fresh.match(`${scope}index.html`)).toBeDefined();
  expect(await caches.keys()).toHaveLength(2);
});
