// GPU drivers and Dawn write to stderr what users need not read. They write from C, so Node cannot stop them.
// So a command that opens a GPU runs in a child process. Its own messages go to descriptor 3.
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';
import tty from 'node:tty';

/** Marks the child process. */
const MARK = 'MOUSE_FACELIFT_QUIET';

/** The last part of what drivers wrote that is kept, bytes. It is shown if the child crashes. */
const KEPT_BYTES = 64 * 1024;

/** Signals by which users end a program. A program that catches one ends with 128 plus its number. */
const ENDED_BY = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const ENDED_CODES = ENDED_BY.map((name) => 128 + constants.signals[name]);

/** Exit code of the child after an exception that nothing caught. */
const UNCAUGHT = 70;

/** Whether a command line opens a GPU. `render` and `evaluate` do by default. */
export function opensGpu(words) {
  const at = words.findIndex((word) => /^--backend(=|$)/.test(word));
  const backend = at < 0 ? '' : words[at].includes('=') ? words[at].slice(10) : words[at + 1];
  return backend ? /^webgpu/.test(backend) : ['render', 'evaluate'].includes(words[0]);
}

/**
 * Runs this program again as a child, without what drivers write to stderr. Ends as the child ends. If the child
 * crashes, the last part of what drivers wrote is shown.
 */
export async function runQuietly(words) {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1], ...words], {
    stdio: ['inherit', 'inherit', 'pipe', 2, 'ipc'],
    env: { ...process.env, [MARK]: '1' },
  });
  let kept = Buffer.alloc(0);
  child.stderr.on('data', (bytes) => {
    kept = Buffer.concat([kept, bytes]).subarray(-KEPT_BYTES);
  });
  // Ctrl-C reaches the child too. It decides when to end.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...how) => resolve(how));
  });
  const isCrash = signal
    ? !ENDED_BY.includes(signal)
    : code >= UNCAUGHT && !ENDED_CODES.includes(code);
  if (isCrash) process.stderr.write(kept);
  if (!signal) return code;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  return 1;
}

/** Whether this process is the child of `runQuietly`. Then its messages go to descriptor 3. */
export function isQuietChild() {
  if (!process.env[MARK] || !process.channel) return false;
  delete process.env[MARK];
  const stream = tty.isatty(3) ? new tty.WriteStream(3) : createWriteStream('', { fd: 3 });
  Object.defineProperty(process, 'stderr', { value: stream, configurable: true });
  // If the parent is killed, nobody waits for the results.
  process.once('disconnect', () => process.exit(1));
  process.channel.unref();
  process.on('uncaughtException', (error) => {
    stream.write(`${error.stack}\n`, () => process.exit(UNCAUGHT));
  });
  return true;
}
