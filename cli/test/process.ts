import { spawn } from 'node:child_process';
import path from 'node:path';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '../..');

/** A photo of a mouse. */
export const sample = path.join(root, 'public/samples/arena-rearing.jpg');

/** A process that has ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the command line as a user does. */
export const runCli = (words: string[], env: NodeJS.ProcessEnv = {}) =>
  new Promise<Ended>((resolve, reject) => {
    const file = path.join(root, 'scripts/cli.mjs');
    const child = spawn(process.execPath, [file, ...words], { env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });

/** The lines on stderr that the program wrote. Vulkan loaders also write to stderr. */
export const sentences = ({ stderr }: Ended) =>
  stderr.split('\n').filter((line) => line.startsWith('mouse-facelift: '));
