import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import { hostname, networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { listen, settingsFrom, type Settings } from './listen.mjs';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Starts the server as `npm start` does with these environment variables. */
async function start(env: Record<string, string>) {
  const settings: Settings = settingsFrom({ PORT: '0', ...env });
  const { urls, close } = await listen((_, response) => response.end('mouse'), settings);
  open.push(close);
  return { urls, port: Number(new URL(urls[0]).port) };
}

const connects = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = net.connect({ host, port, timeout: 2000 });
    const end = (connected: boolean) => () => {
      socket.destroy();
      resolve(connected);
    };
    socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
  });

/** An address of this machine that other machines can reach. */
const reachable = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

test('without HOST only this machine can connect', async () => {
  const { urls, port } = await start({});
  expect(urls).toEqual([`http://localhost:${port}/`]);
  expect(await connects('127.0.0.1', port)).toBe(true);
  if (reachable) expect(await connects(reachable, port)).toBe(false);
});

test('HOST opens the server for other machines', async () => {
  const { urls, port } = await start({ HOST: '0.0.0.0' });
  expect(urls).toEqual([`http://localhost:${port}/`, `http://${hostname()}:${port}/`]);
  expect(await connects(reachable ?? '127.0.0.1', port)).toBe(true);
});

test('HOST and ALLOWED_HOSTS are names that the server answers for', () => {
  const { hosts } = settingsFrom({ HOST: 'mouse.lab', ALLOWED_HOSTS: 'a.lab, b.lab' });
  expect(hosts).toEqual(['a.lab', 'b.lab', 'mouse.lab']);
});

test('a port in use is reported with another port to try', async () => {
  const { port } = await start({});
  await expect(start({ PORT: String(port) })).rejects.toThrow(
    `Port ${port} is in use. Try another port: PORT=${port + 1} npm start`,
  );
});

test.each([
  [{ HOST: '192.0.2.1' }, '192.0.2.1 is no address of this machine.'],
  [{ HOST: 'mouse.invalid' }, 'mouse.invalid is no name of this machine.'],
  [{ PORT: 'http' }, 'PORT is http. It must be a number from 0 to 65535.'],
  [{ TLS_CERT: 'cert.pem' }, 'TLS_CERT and TLS_KEY must both be set, or neither.'],
])('%o is refused with a sentence', async (env, sentence) => {
  await expect(start(env)).rejects.toThrow(sentence);
});

describe('TLS', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tls-test-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => path.join(folder, name));
  let made = false;
  beforeAll(() => {
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
    const files = ['-nodes', '-subj', '/CN=mouse.lab', '-keyout', key, '-out', cert];
    try {
      execFileSync('openssl', [...request, ...files], { stdio: 'ignore' });
      made = true;
    } catch {
      made = false;
    }
    return () => rmSync(folder, { recursive: true });
  });

  test('a certificate makes it an https server', async ({ skip }) => {
    skip(!made, 'There is no openssl to make a certificate.');
    const { urls } = await start({ TLS_CERT: cert, TLS_KEY: key });
    expect(urls[0]).toMatch(/^https:\/\/localhost:\d+\/$/);
    const answer = await new Promise((resolve, reject) =>
      https
        .get(urls[0], { rejectUnauthorized: false, agent: false }, (response) =>
          response.on('data', (data: Buffer) => resolve(data.toString())),
        )
        .on('error', reject),
    );
    expect(answer).toBe('mouse');
  });
});
