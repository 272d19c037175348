import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../rasterizer/prepare.mjs';

/** Ends a program with all programs that it has started: those would keep its output open, and the GPU busy. */
function endAll({ pid }) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Runs a program until it ends or the time is over. Calls `onLine` for each line of its output.
 * @returns what went wrong, or undefined
 */
export function runProgram(command, args, { limitMs, onLine, env }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      // A group of its own, which can be ended as a whole.
      detached: true,
    });
    const leave = () => child.pid && endAll(child);
    process.once('exit', leave);
    let [rest, errors, late] = ['', '', false];
    const timer = setTimeout(() => {
      late = true;
      endAll(child);
    }, limitMs);
    child.stdout.on('data', (data) => {
      const lines = (rest + data).split('\n');
      rest = lines.pop();
      lines.forEach(onLine);
    });
    child.stderr.on('data', (data) => (errors = (errors + data).slice(-600)));
    const end = (code) => {
      clearTimeout(timer);
      process.off('exit', leave);
      const problem = late
        ? `took more than ${(limitMs / 1000).toFixed(0)} s`
        : code === 0
          ? undefined
          : `ended with ${code}: ${errors.trim()}`;
      resolve(problem);
    };
    child.on('error', ({ message }) => end(message));
    child.on('close', end);
  });
}

/** Runs a piece of a part in a Node process of its own. @param bundle path of the bundled node.ts */
export async function runInNode(bundle, request) {
  const result = { rows: [], problems: [] };
  let done = false;
  const onLine = (line) => {
    if (!line.startsWith('{')) return;
    const message = JSON.parse(line);
    if (message.row) result.rows.push(message.row);
    if (message.engine) result.engine = message.engine;
    if (message.done) done = true;
    if (message.problem) result.problems.push(message.problem);
  };
  const { limitMs } = request;
  const problem = await runProgram(process.execPath, [bundle, JSON.stringify(request)], {
    limitMs,
    onLine,
  });
  if (!done) result.problems.push(problem ?? 'the process ended without a result');
  return result;
}

/**
 * The demo pack's default run on the command line. The process is new each time, so every run is cold.
 * @param backend `cpu`, `webgpu`, or `webgpu-any`, which takes a software GPU too
 */
export async function runCli(backend, out, limitMs) {
  const photo = 'public/samples/arena-rearing.jpg';
  const args = ['scripts/cli.mjs', 'reconstruct', photo, '--out', out, '--backend', backend];
  const start = performance.now();
  const problem = await runProgram(process.execPath, args, { limitMs, onLine: () => undefined });
  if (problem) throw new Error(problem);
  const wallMs = performance.now() - start;
  const folder = path.join(out, 'arena-rearing');
  const run = JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8'));
  const stages = Object.entries(run.stageMs).map(([stage, ms]) => [`${stage} ms`, ms]);
  const row = { backend: run.backend?.name ?? backend, visit: 'command line', wallMs };
  return { folder, row: { ...row, ...Object.fromEntries(stages) } };
}
