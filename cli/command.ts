/** One option of a command, for `parseArgs` and for the help. */
interface OptionSpec {
  type: 'string' | 'boolean';
  /** How the help shows its value, for example `<dir>`. */
  value?: string;
  help: string;
}

/** The options of a command, by their names without `--`. */
type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What was typed after the command's name, checked against its options. */
export interface Arguments {
  values: Readonly<Record<string, string | boolean | undefined>>;
  positionals: readonly string[];
}

/** What a command gets from the program. */
export interface Host {
  /** Path of the checkout. Its packs are in `models/`. */
  root: string;
  /** Writes a line to stdout: a result. */
  say: (line: string) => void;
  /** Writes a line to stderr: something differs from what was requested. */
  warn: (line: string) => void;
}

/**
 * A command. Each has one file in `cli/commands` and one entry in the list there. It reads and writes files; the
 * computing is done in `src`.
 */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The forms of the command line, without the command's name. */
  forms: readonly string[];
  options: OptionTable;
  /**
   * Resolves with the exit code.
   * @throws UsageError (exit code 2) or AppError (exit code 1). `main` writes one line about it to stderr.
   */
  run(args: Arguments, host: Host): Promise<number>;
}

/** Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, but some of the photos failed. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3 } as const;

/** Wrong usage of the command line. The message is shown to the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
