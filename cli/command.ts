/** One option of a command, for `parseArgs` and for the help. */
export interface OptionSpec {
  type: 'string' | 'boolean';
  /** What stands for its value in the help: `<dir>`. */
  value?: string;
  help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What was typed after the command's name, checked against its table. */
export interface Arguments {
  values: Readonly<Record<string, string | boolean | undefined>>;
  positionals: readonly string[];
}

/** The world around a command. */
export interface Host {
  /** The checkout; its packs lie in `models/`. */
  root: string;
  /** A line for whoever reads the result. */
  say: (line: string) => void;
  /** A line for whoever must know: something is other than was asked for. */
  warn: (line: string) => void;
}

/**
 * A command: one file in `cli/commands`, one entry in the list there. Files in, files out; the work
 * itself is done by the rooms below.
 */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What may be typed after the name, one line per form. */
  forms: readonly string[];
  options: OptionTable;
  /**
   * Resolves with the exit code.
   * @throws UsageError (exit 2), AppError (exit 1); either becomes one sentence on stderr
   */
  run(args: Arguments, host: Host): Promise<number>;
}

/** 0 done, 1 failed, 2 typed wrongly, 3 done except for some of the inputs. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3 } as const;

/** What was typed makes no sense; the message is the sentence to show. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
