import { version } from '../package.json';
import { readArguments } from './arguments.ts';
import { EXIT, UsageError, type CommandContext } from './command.ts';
import { commands } from './commands/index.ts';
import { commandHelp, generalHelp } from './help.ts';
import { sentenceOf } from './sentence.ts';

const HELP = new Set(['help', '--help', '-h']);

const VERSION = new Set(['version', '--version', '-v']);

/**
 * Whoever reads stdout may stop reading (`| head -1`): the work goes on, and its lines are dropped. Any other error of
 * stdout is said once. Calls `onLost` when lines are lost.
 */
function watchOutput(onLost: (reason: string) => void): void {
  process.stdout.once('error', ({ code, message }: NodeJS.ErrnoException) => {
    // Later errors are of the same kind.
    process.stdout.on('error', () => undefined);
    if (code !== 'EPIPE') onLost(message);
  });
  process.stderr.on('error', () => undefined);
}

/**
 * Runs a command line. Resolves with the exit code. An error is written to stderr as one line.
 * @param typed the arguments after the program's name
 * @param root path of the checkout
 */
export async function main(typed: readonly string[], root: string): Promise<number> {
  const warn = (line: string) => void process.stderr.write(`mouse-facelift: ${line}\n`);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  watchOutput((reason) => {
    warn(`The results cannot be listed on stdout: ${reason}.`);
    process.exitCode = EXIT.failed;
  });
  try {
    return await run(typed, { root, say, warn });
  } catch (error) {
    warn(sentenceOf(error));
    return error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}

async function run([name, ...rest]: readonly string[], context: CommandContext): Promise<number> {
  if (HELP.has(name)) {
    context.say(generalHelp(commands));
    return EXIT.done;
  }
  if (VERSION.has(name)) {
    context.say(`mouse-facelift ${version}`);
    return EXIT.done;
  }
  const command = commands.find((each) => each.name === name);
  if (!command) {
    const list = commands.map((each) => each.name).join(', ');
    const problem = name === undefined ? 'No command is given' : `There is no command ${name}`;
    throw new UsageError(`${problem}. The commands are ${list}.`);
  }
  const args = readArguments(command, rest);
  if (args.values.help) {
    context.say(commandHelp(command));
    return EXIT.done;
  }
  return command.run(args, context);
}
