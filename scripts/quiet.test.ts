import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(path.join(tmpdir(), 'quiet-'));
afterAll(() => rmSync(folder, { recursive: true }));
const module = pathToFileURL(path.join(import.meta.dirname, 'quiet.mjs')).href;

/** Runs a program as `runQuietly` does. `drivers` stands for what is written in C. */
function program(does: string) {
  const file = path.join(folder, 'program.mjs');
  writeFileSync(
    file,
    `import { writeSync } from 'node:fs';
    import { isQuietChild, opensGpu, runQuietly } from '${module}';
    const drivers = (text) => writeSync(2, text);
    if (!isQuietChild()) process.exitCode = await runQuietly(process.argv.slice(2));
    else { ${does} }`,
  );
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [file, 'a', 'b'], {
    encoding: 'utf8',
  });
  return { status, signal, stdout, stderr };
}

describe('runQuietly', () => {
  it('hides what drivers write, and nothing else', () =>
    expect(
      program(`drivers('chatter\\n'); console.log('result', process.argv[3]);
        process.stderr.write('warning\\n'); process.exitCode = 4;`),
    ).toEqual({ status: 4, signal: null, stdout: 'result b\n', stderr: 'warning\n' }));

  it.each([
    ['a signal', `process.kill(process.pid, 'SIGTERM'); setTimeout(() => undefined, 60000);`, null],
    ['a signal that it catches', `process.exitCode = 143;`, 143],
  ])('hides it if the program is ended by %s', (_, ends, code) => {
    const { status, stderr } = program(`drivers('chatter\\n'); ${ends}`);
    expect([status, stderr]).toEqual([code, '']);
  });

  it('shows all if the program crashes', () => {
    const { signal, stderr } =
      program(`drivers('driver failed\\n'); process.kill(process.pid, 'SIGSEGV');
      await new Promise((resolve) => setTimeout(resolve, 60000));`);
    expect([signal, stderr]).toEqual(['SIGSEGV', 'driver failed\n']);
  });

  it('shows all after an exception that nothing caught', () => {
    const { status, stderr } = program(
      `drivers('driver failed\\n'); setTimeout(() => { throw new Error('a fault') });`,
    );
    expect(status).toBe(70);
    expect(stderr).toContain('a fault');
    expect(stderr).toContain('driver failed');
  });

  it('knows which commands open a GPU', () => {
    const lines = [
      ['reconstruct', '--backend', 'webgpu'],
      ['reconstruct', '--backend=webgpu-any'],
      ['render', 'a.ply'],
      ['render', '--backend', 'cpu'],
      ['reconstruct', 'a.png'],
      [],
    ];
    const does = `console.log(JSON.stringify(${JSON.stringify(lines)}.map(opensGpu)))`;
    expect(JSON.parse(program(does).stdout)).toEqual([true, true, true, false, false, false]);
  });
});

it('the command line with a GPU says only its own sentences', () => {
  const camera = { w: 32, h: 32, fx: 30, fy: 30, cx: 16, cy: 16 };
  const w2c = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2.7, 0, 0, 0, 1];
  const cameras = path.join(folder, 'cameras.json');
  writeFileSync(cameras, JSON.stringify({ frames: [{ ...camera, w2c }] }));
  const words = ['render', 'src/gpu/fixtures/demo-mouse.ply', '--cameras', cameras];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/cli.mjs', ...words, '--out', path.join(folder, 'out')],
    { encoding: 'utf8' },
  );
  expect(status).toBe(0);
  const lines = stderr.split('\n').filter((line) => line !== '');
  expect(lines.filter((line) => !line.startsWith('mouse-facelift: '))).toEqual([]);
});
