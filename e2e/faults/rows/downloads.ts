import { disturb, hitAtAnswer, type Disturbance } from '../stand/disturb.ts';
import type { ServedFault } from '../stand/faulty-response.ts';
import { SMALL_PACK } from '../stand/small-pack.ts';
import type { Stand } from '../stand/stand.ts';
import type { FaultRow, Verdict } from '../types.ts';

/** A profile without kept weights, so that every file is fetched. */
export const FRESH = { backend: 'wasm', fresh: true } as const;

/** The weight files of the small pack. */
export const WEIGHTS = ['gslrm', 'matting', 'pose', 'unet', 'vae', 'view_embeds'].map(
  (stem) => `${stem}.safetensors`,
);

const SAYS =
  /trying again|No data for|Connecting again|Fetched again|damaged|not on the server|server does not answer/i;

interface Served {
  id: string;
  what: string;
  how: string;
  expected: string;
  passes: readonly Verdict[];
  /** The fault of one answer. @param at a random byte of the file */
  fault: (at: number, random: () => number) => ServedFault;
  /** Answers that go wrong. Default: all, until the person repairs the server. */
  times?: number;
  /** Default: one file, chosen at random. */
  files?: RegExp;
  tries?: number;
}

/** A row with a fault in the answers of the server. */
const served = ({ fault, times, files, ...row }: Served): FaultRow => ({
  ...row,
  attempt(stand) {
    const name = WEIGHTS[Math.floor(stand.random() * WEIGHTS.length)];
    const broken = files ?? new RegExp(`${SMALL_PACK}/${name}`);
    let repair = () => {};
    const disturbance: Disturbance = {
      setup: FRESH,
      prepare: ({ server, random }: Stand) => {
        const { length } = server.read(`models/${SMALL_PACK}/${name}`);
        const at = Math.floor(random() * length);
        repair = server.break(broken, fault(at, random), times);
      },
      inject: (visit) => hitAtAnswer(visit, stand),
      says: SAYS,
      next: (visit) => {
        repair();
        return visit.press('Run again');
      },
    };
    return disturb(stand, disturbance);
  },
});

const GOES_ON = 'The page says it, fetches what is missing, and finishes.';
const NAMES = 'The page names the file. After the repair, “Run again” finishes.';

export const downloadRows: FaultRow[] = [
  served({
    id: 'served-cut',
    what: 'The connection is cut in a weight file',
    how: 'The server closes the connection at a random byte of a random file, once.',
    expected: GOES_ON,
    passes: ['healed'],
    fault: (at) => ({ kind: 'cut', at }),
    times: 1,
  }),
  served({
    id: 'served-stall',
    what: 'The server stalls in a weight file',
    how: 'From a random byte of a random file on, the server sends nothing, once.',
    expected: GOES_ON,
    passes: ['healed'],
    fault: (at) => ({ kind: 'stall', at }),
    times: 1,
  }),
  served({
    id: 'served-gone',
    what: 'The server is gone for longer than all tries take',
    how: 'Every answer to a weight file is cut before its first byte.',
    expected: 'The page says each try, then that the server is gone. “Run again” finishes.',
    passes: ['said'],
    fault: () => ({ kind: 'cut', at: 0 }),
    files: new RegExp(`${SMALL_PACK}/.*\\.safetensors`),
    tries: 5,
  }),
  served({
    id: 'served-flip-once',
    what: 'A bit of a weight file is wrong, once',
    how: 'A random bit of a random file is flipped in one answer.',
    expected: 'The page fetches the file again, names it, and finishes.',
    passes: ['healed'],
    fault: (at) => ({ kind: 'flip', at }),
    times: 1,
  }),
  served({
    id: 'served-flip',
    what: 'A bit of a weight file is wrong on the server',
    how: 'A random bit of a random file is flipped in every answer.',
    expected: NAMES,
    passes: ['said'],
    fault: (at) => ({ kind: 'flip', at }),
  }),
  served({
    id: 'served-length',
    what: 'The server states a wrong length',
    how: 'Content-Length of a random file is too small or too large by a random number.',
    expected: NAMES,
    passes: ['said'],
    fault: (at, random) => ({ kind: 'length', by: random() < 0.5 ? -1 - (at % 1000) : 1 + at }),
  }),
  served({
    id: 'served-encoding',
    what: 'The server states a wrong encoding',
    how: 'Content-Encoding of a random file says gzip, which is not true.',
    expected: NAMES,
    passes: ['said'],
    fault: () => ({ kind: 'encoding' }),
    tries: 5,
  }),
  served({
    id: 'served-page',
    what: 'The server sends its index page in place of a weight file',
    how: 'The answer to a random file is HTML with status 200.',
    expected: NAMES,
    passes: ['said'],
    fault: () => ({ kind: 'status', status: 200, html: true }),
  }),
  served({
    id: 'served-missing',
    what: 'A weight file is missing on the server',
    how: 'The answer to a random file has status 404.',
    expected: NAMES,
    passes: ['said'],
    fault: () => ({ kind: 'status', status: 404 }),
  }),
  served({
    id: 'served-error',
    what: 'The server fails for a moment',
    how: 'The next two answers to weight files have status 500 or 503.',
    expected: GOES_ON,
    passes: ['healed'],
    fault: (at) => ({ kind: 'status', status: at % 2 ? 500 : 503 }),
    files: new RegExp(`${SMALL_PACK}/.*\\.safetensors`),
    times: 2,
  }),
];
