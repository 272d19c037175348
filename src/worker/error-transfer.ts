import { transferHandlers } from 'comlink';
import { AppError, fromWire, isAbort, toWire, type WireError } from '../core/errors.ts';

/** What comlink hands to its handler of thrown values. */
interface Thrown {
  value: unknown;
}

type Wire = { app: WireError } | { abort: string } | { other: unknown };

/**
 * comlink keeps only message, name and stack of a thrown error. This handler takes its place on both
 * sides, so that an AppError arrives with its code and a cancelled run as an AbortError.
 */
export function carryErrors(): void {
  const own = transferHandlers.get('throw');
  if (!own) throw new Error('comlink has no handler for thrown values');
  transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => own.canHandle(value),
    serialize(thrown: unknown): [Wire, Transferable[]] {
      const { value } = thrown as Thrown;
      if (value instanceof AppError) return [{ app: toWire(value) }, []];
      if (isAbort(value)) return [{ abort: (value as DOMException).message }, []];
      const [other, transferables] = own.serialize(thrown);
      return [{ other }, transferables];
    },
    deserialize(wire: Wire): never {
      if ('app' in wire) throw fromWire(wire.app);
      if ('abort' in wire) throw new DOMException(wire.abort, 'AbortError');
      own.deserialize(wire.other);
      throw new Error('comlink rebuilt no error');
    },
  });
}
