import { disturb, hitAtAnswer } from '../stand/disturb.ts';
import type { ServedFault } from '../stand/faulty-response.ts';
import type { Stand } from '../stand/stand.ts';
import type { FaultRow } from '../types.ts';
import { orderAtStage, WASM } from './stages.ts';

/** A profile of its own, so that the browser has no copy of the file. */
const FRESH = { ...WASM, fresh: true };
const SAYS = /runtime \(onnxruntime\) (could not be loaded|crashed)|script of this page could not/;

/** The first files of a visit, by their names in the build. */
const WASM_FILE = /ort-wasm-simd-threaded-.*\.wasm$/;
const MJS_FILE = /ort-wasm-simd-threaded-.*\.mjs$/;
const WORKER_FILE = /pipeline\.worker-.*\.js$/;

interface Broken {
  id: string;
  what: string;
  how: string;
  files: RegExp;
  fault: (stand: Stand) => ServedFault;
}

const missing = () => ({ kind: 'status', status: 404 }) as const;

const BROKEN: Broken[] = [
  {
    id: 'runtime-wasm-missing',
    what: "The runtime's .wasm file is missing",
    how: 'The server answers 404',
    files: WASM_FILE,
    fault: missing,
  },
  {
    id: 'runtime-wasm-cut',
    what: "The runtime's .wasm file is cut off",
    how: 'The server closes the connection at a random byte',
    files: WASM_FILE,
    fault: ({ server, random }) => {
      const [name] = server.assets(WASM_FILE);
      return { kind: 'cut', at: Math.floor(random() * server.read(name).length) };
    },
  },
  {
    id: 'runtime-script-missing',
    what: "The runtime's script is missing",
    how: 'The server answers 404',
    files: MJS_FILE,
    fault: missing,
  },
  {
    id: 'runtime-script-is-page',
    what: "The server sends a page in place of the runtime's script",
    how: 'The server answers 200 with HTML',
    files: MJS_FILE,
    fault: () => ({ kind: 'status', status: 200, html: true }),
  },
  {
    id: 'worker-script-missing',
    what: "The script of the pipeline's worker is missing",
    how: 'The server answers 404',
    files: WORKER_FILE,
    fault: missing,
  },
];

/** The file stays broken until the page has said so. Then it is repaired, and a person takes the page's way out. */
const repaired = ({ id, what, how, files, fault }: Broken): FaultRow => ({
  id,
  what: `${what}, then it is there again`,
  how: `${how} until the page has said so.`,
  expected: 'The page says what is missing. After the repair its button leads to the right result.',
  passes: ['said'],
  attempt(stand) {
    let repair = () => {};
    return disturb(stand, {
      setup: FRESH,
      prepare: (stand) => void (repair = stand.server.break(files, fault(stand))),
      inject: hitAtAnswer,
      says: SAYS,
      async next(visit) {
        repair();
        await visit.press('Run again');
      },
    });
  },
});

/** Only the first answer is broken. */
const once = ({ id, what, how, files, fault }: Broken): FaultRow => ({
  id: `${id}-once`,
  what: `${what}, once`,
  how: `${how} to the first request only.`,
  expected: 'The page loads the file again, and goes on by itself.',
  passes: ['healed', 'unharmed'],
  attempt: (stand) =>
    disturb(stand, {
      setup: FRESH,
      prepare: (stand) => stand.server.break(files, fault(stand), 1),
      inject: hitAtAnswer,
      says: SAYS,
    }),
});

export const runtimeRows: FaultRow[] = [
  ...BROKEN.map(repaired),
  ...BROKEN.map(once),
  {
    id: 'site-replaced',
    what: "The pipeline's worker ends after its script has left the server",
    how: 'The worker calls `self.close()` in multiview. The server answers 404 for its script until the page has said so.',
    expected:
      'The page uses the script that the browser has kept, or says that it is missing. Then its button works after the repair.',
    passes: ['said', 'unharmed'],
    attempt(stand) {
      let repair = () => {};
      return disturb(stand, {
        setup: FRESH,
        prepare: orderAtStage('close', 'multiview'),
        async inject(visit, { server }) {
          repair = server.break(WORKER_FILE, missing());
          await visit.until(() => server.fired.length > 0, { idleS: 60, workS: 250 });
          if (server.fired.length === 0) throw new Error('The fault did not hit.');
          return { atMs: server.fired[0].atMs, note: server.fired[0].stage };
        },
        says: SAYS,
        async next(visit) {
          repair();
          await visit.press('Run again');
        },
      });
    },
  },
];
