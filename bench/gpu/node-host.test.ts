import { describe, expect, it } from 'vitest';
import { runProgram } from './node-host.mjs';

/** Starts another program that shares its output, prints that program's id, and waits with it. */
const PARENT = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
  console.log(child.pid);
`;

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('runProgram', () => {
  it('ends a program that takes too long together with the programs that it has started', async () => {
    const lines: string[] = [];
    const problem = await runProgram(process.execPath, ['-e', PARENT], {
      limitMs: 4000,
      onLine: (line) => lines.push(line),
    });
    expect(problem).toBe('took more than 4 s');
    expect(lines).toHaveLength(1);
    await expect.poll(() => isRunning(Number(lines[0])), { timeout: 5000 }).toBe(false);
  });

  it('says how a program ended', async () => {
    const run = (code: string) =>
      runProgram(process.execPath, ['-e', code], { limitMs: 60_000, onLine: () => undefined });
    expect(await run('')).toBeUndefined();
    expect(await run('console.error("no GPU"); process.exit(3)')).toBe('ended with 3: no GPU');
    const missing = await runProgram('no-such-program', [], { limitMs: 9000, onLine: () => {} });
    expect(missing).toMatch(/ENOENT/);
  });
});
