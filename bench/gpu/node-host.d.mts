/** What `runProgram` needs to know. */
export interface ProgramOptions {
  limitMs: number;
  onLine: (line: string) => void;
  env?: Record<string, string>;
}

/**
 * Runs a program until it ends or the time is over. If the time is over, it and all programs that it has started are ended.
 * @returns what went wrong, or undefined
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string | undefined>;
