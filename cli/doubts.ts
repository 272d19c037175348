import { en } from '../src/app/i18n/en.ts';
import { DOUBTS, type Notice } from '../src/pipeline/events.ts';
import { EXIT, type CommandContext } from './command.ts';

const isDoubt = (notice: Notice): boolean => DOUBTS.some((doubt) => doubt === notice);

/** Says the notices of runs on stderr, and counts the doubtful results. */
export class Doubts {
  #count = 0;
  readonly #warn: CommandContext['warn'];

  constructor({ warn }: Pick<CommandContext, 'warn'>) {
    this.#warn = warn;
  }

  /** @param name of the photo or the folder, for the sentence */
  add(name: string, notices: readonly Notice[]): void {
    for (const notice of new Set(notices)) this.#warn(`${name}: ${en.notices[notice]}`);
    if (notices.some(isDoubt)) this.#count += 1;
  }

  /** The exit code of runs without failures. @param strict whether a doubtful result is not enough */
  exitCode(strict: boolean): number {
    return strict && this.#count > 0 ? EXIT.doubtful : EXIT.done;
  }
}
