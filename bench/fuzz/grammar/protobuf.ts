import { protoFields, type ProtoField } from '../../../src/graphs/proto-read.ts';
import type { Random } from '../random.ts';
import { concat, little, utf8, type Bytes } from '../target.ts';
import { mutateBytes } from './bytes.ts';

interface Field {
  number: number;
  wire: number;
  /** The number of a varint, or the bytes of another field. */
  payload: number | Bytes;
}

const varint = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) + 128);
  }
};

function fieldsOf(message: Bytes): Field[] {
  return [...protoFields(message)].map(({ number, wire, value, start, end }: ProtoField) => ({
    number,
    wire,
    payload: wire === 0 ? value : message.slice(start, end),
  }));
}

const encoded = (fields: readonly Field[]): Bytes =>
  concat(
    ...fields.flatMap(({ number, wire, payload }) => [
      varint(number * 8 + wire),
      ...(typeof payload === 'number'
        ? [varint(payload)]
        : wire === 2
          ? [varint(payload.length), payload]
          : [payload]),
    ]),
  );

const attempt = (message: Bytes): Field[] | null => {
  try {
    return fieldsOf(message);
  } catch {
    return null;
  }
};

const WORDS = [
  '',
  'Softmax',
  'MatMul',
  'Sigmoid',
  'Identity',
  'ai.onnx',
  'com.microsoft',
  'in0',
  'mask0',
];

/** Changes one field of a message. Half of the changes are in a message that the field contains. */
function mutateMessage(random: Random, message: Bytes, other: Bytes, depth: number): Bytes {
  const fields = attempt(message);
  if (!fields || fields.length === 0) return mutateBytes(random, message, other, WORDS.map(utf8));
  const at = random.below(fields.length);
  const field = fields[at];
  const { payload } = field;
  if (typeof payload !== 'number' && field.wire === 2 && depth < 8 && !random.oneIn(3))
    field.payload = mutateMessage(random, payload, other, depth + 1);
  else
    random.pick<() => unknown>([
      () => fields.splice(at, 1),
      () => fields.splice(at, 0, field),
      () => fields.push(random.pick([...fields, ...(attempt(other) ?? [])])),
      () => (field.number = 1 + random.below(26)),
      () => (field.payload = utf8(random.pick(WORDS))),
      () => {
        field.wire = random.pick([0, 1, 2, 5]);
        field.payload = field.wire === 0 ? random.below(2 ** 31) : Uint8Array.from(little(1, 8));
      },
      () => {
        for (let i = random.below(12); i > 0; i--) {
          field.payload = encoded([field]);
          field.wire = 2;
        }
      },
    ])();
  return encoded(fields);
}

/** Changes fields of a protobuf message, at any depth. Lengths stay right. Once in six times, changes bytes. */
export const mutateProtobuf = (random: Random, input: Bytes, other: Bytes): Bytes =>
  random.oneIn(6) ? mutateBytes(random, input, other) : mutateMessage(random, input, other, 0);
