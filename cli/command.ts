/** One option of a command, for `parseArgs` and for the help. */
interface OptionSpec {
  type: 'string' | 'boolean';
  /** How the help shows the value of the option, for example `<dir>`. */
  value?: string;
  help: string;
}

/** The options of a command, by their names without `--`. */
type OptionTable = Readonly<Record<string, OptionSpec>>;

/** The arguments that were typed after the command's name, checked against the command's options. */
export interface Arguments {
  values: Readonly<Record<string, string | boolean | undefined>>;
  positionals: readonly string[];
}

/** The folder and the functions that the program gives to a command. */
export interface CommandContext {
  /** Path of the checkout, whose packs are in `models/`. */
  root: string;
  /** Writes a result to stdout, as one line. */
  say: (line: string) => void;
  /** Writes a warning to stderr, as one line: something differs from what was requested. */
  warn: (line: string) => void;
}

/**
 * A command. Each command has one file in `cli/commands` and one entry in `cli/commands/index.ts`. A command reads and
 * writes files, and calls the functions of `src`.
 */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The possible forms of the command line, without the command's name. */
  forms: readonly string[];
  options: OptionTable;
  /**
   * Resolves with the exit code.
   * @throws UsageError (exit code 2) or AppError (exit code 1). `main` writes one line about the error to stderr.
   */
  run(args: Arguments, context: CommandContext): Promise<number>;
}

/**
 * Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but some of the photos failed, 4 done, but with `--strict` a
 * result is doubtful.
 */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3, doubtful: 4 } as const;

/** Wrong usage of the command line. The message is shown to the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
