/** A value from a pickle. Tuples, lists and sets are arrays. None of the values can run code. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | PickleGlobal
  | PickleObject;

/** The name of a class or function, for example `torch.FloatStorage`. The class is never imported or called. */
export class PickleGlobal {
  readonly path: string;
  constructor(module: string, name: string) {
    this.path = `${module}.${name}`;
  }
}

/** What the rules of a kind of pickle make when the pickle calls a class. */
export abstract class PickleObject {
  /** Keeps TypeScript from taking any other object for one. */
  protected readonly isMade = true;
}

/**
 * Placeholder for an object of a harmless class (for example `argparse.Namespace`). The content of the object is
 * dropped.
 */
export class OpaqueObject extends PickleObject {
  readonly type: string;
  constructor(type: string) {
    super();
    this.type = type;
  }
}
