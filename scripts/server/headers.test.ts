import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cacheControl, HEADERS, headersFile, META_POLICY } from './headers.mjs';

const HASHED = cacheControl('/assets/index.js');

const directivesOf = (policy: string) =>
  Object.fromEntries(policy.split('; ').map((part) => part.split(/ (.*)/).slice(0, 2)));

test('the file for static hosts has the headers of the server', () => {
  const rules: Record<string, Record<string, string>> = {};
  let rule = '';
  for (const line of headersFile().trimEnd().split('\n')) {
    const header = /^ {2}([\w-]+): (.+)$/.exec(line);
    if (header) rules[rule][header[1]] = header[2];
    else rules[(rule = line)] = {};
    // Cloudflare refuses longer lines.
    expect(line.length).toBeLessThan(2000);
  }
  expect(rules).toEqual({ '/*': HEADERS, '/assets/*': { 'Cache-Control': HASHED } });
});

test('the configuration for nginx in docs/hosting.md has the headers of the server', () => {
  const text = readFileSync('docs/hosting.md', 'utf8');
  const lines = text.matchAll(/^ {2}add_header (\S+) (?:"([^"]+)"|(\$\w+)) always;$/gm);
  const found = Object.fromEntries([...lines].map(([, name, value, map]) => [name, value ?? map]));
  expect(found).toEqual({ ...HEADERS, 'Cache-Control': '$mouse_cache' });
  const map = /map \$uri \$mouse_cache \{\s+~(\S+)\s+"([^"]+)";\s+default\s+(\S+);\s+\}/.exec(text);
  expect(map?.slice(1)).toEqual(['/assets/', HASHED, cacheControl('/index.html')]);
});

test('the policy in the page is that of the server, but with Trusted Types and without frame-ancestors', () => {
  const { 'frame-ancestors': frames, ...shared } = directivesOf(HEADERS['Content-Security-Policy']);
  expect(frames).toBe("'none'");
  expect(directivesOf(META_POLICY)).toEqual({
    ...shared,
    'require-trusted-types-for': "'script'",
    'trusted-types': 'default',
  });
});

test('the policy allows no inline style sheet, and no worker from a Blob', () => {
  expect(directivesOf(META_POLICY)['style-src']).toBe("'self'");
  expect(directivesOf(META_POLICY)['worker-src']).toBe("'self'");
});

test('the policy allows no other server, no text as a script, and no inline code', () => {
  for (const [name, sources] of Object.entries(directivesOf(META_POLICY)))
    for (const source of (sources as string).split(' '))
      expect(
        ["'self'", "'none'", 'blob:', "'wasm-unsafe-eval'", "'script'", 'default'].includes(
          source,
        ) ||
          (name === 'style-src' && source.startsWith("'sha256-")),
        `${name} ${source}`,
      ).toBe(true);
});
