import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { sentenceOf } from '../sentence.ts';

/**
 * Runs a command in this process.
 * @param root folder of the test. It is left out of all lines
 * @returns the exit code, or the sentence of the error, and the lines on stdout and stderr
 */
export async function runCommand(command: Command, typed: readonly string[], root: string) {
  const [said, warned]: [string[], string[]] = [[], []];
  const host = {
    root,
    say: (line: string) => void said.push(line.replaceAll(root, '')),
    warn: (line: string) => void warned.push(line.replaceAll(root, '')),
  };
  const code = await Promise.resolve()
    .then(() => command.run(readArguments(command, typed), host))
    .catch((error: unknown) => sentenceOf(error).replaceAll(root, ''));
  return { code, said, warned };
}
