import type { PickleGlobal, PickleValue } from './values.ts';

/** The errors of a pickle that cannot be read. `why` continues a sentence after the name of the file. */
export interface PickleErrors {
  /** The pickle is damaged, or uses a part of the format that is not read. */
  damaged: (why: string, cause?: unknown) => Error;
  /** A limit is exceeded. */
  tooMuch: (why: string) => Error;
  /** The pickle names or calls something that such files do not need. Python would run it. */
  unsafe: (what: string) => Error;
}

/** What the pickles of one program may contain, and what is made of it. Nothing is imported or executed. */
export interface PickleRules {
  readonly errors: PickleErrors;
  /** Whether a class or function may be named. */
  allows(module: string, name: string): boolean;
  /** The result of a call of a class or function that `allows` allows. */
  construct(callee: PickleGlobal, args: readonly PickleValue[]): PickleValue;
  /** Gives an object its state. @returns false if the object takes none */
  setState(target: PickleValue, state: PickleValue): boolean;
  /** The object of a persistent id, which lies outside of the pickle. */
  persistent(id: PickleValue): PickleValue;
}
