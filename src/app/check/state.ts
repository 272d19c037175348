import type { AdapterReport, BackendChoice, NetworkName } from '../../worker/check/protocol.ts';

/** The lines of the check that every computer has, in their order. Those of the networks follow. */
export const LINES = [
  'browser',
  'isolation',
  'processor',
  'memory',
  'storage',
  'webgl',
  'adapter',
  'video',
  'models',
] as const;

export type LineId = (typeof LINES)[number] | `network ${string}`;

/** `weak`: it works, but with less than others have. */
export type LineState = 'waiting' | 'working' | 'good' | 'weak' | 'failed';

/** A sentence of a line: its key in the texts of the check, and its values. */
export interface Fact {
  key: string;
  values?: Readonly<Record<string, string | number>>;
}

export interface Line {
  id: LineId;
  /** The network that the line is about. */
  network?: NetworkName;
  state: LineState;
  facts: readonly Fact[];
}

/** The last word: the GPU computes, the CPU computes, a run works with limits, or a run does not work. */
export type Verdict = 'running' | 'gpu' | 'cpu' | 'limited' | 'broken';

export interface CheckState {
  lines: readonly Line[];
  adapter: AdapterReport | null;
  choice: BackendChoice | null;
  done: boolean;
}

export const firstState: CheckState = {
  lines: LINES.map((id) => ({ id, state: 'waiting', facts: [] })),
  adapter: null,
  choice: null,
  done: false,
};

/** The lines without which there is no run. */
const needed = (id: LineId) => id === 'models' || id.startsWith('network ');

export function verdictOf({ lines, choice, done }: CheckState): Verdict {
  if (!done) return 'running';
  if (lines.some(({ id, state }) => needed(id) && state === 'failed')) return 'broken';
  if (lines.some(({ state }) => state === 'failed')) return 'limited';
  return choice?.backend === 'webgpu' ? 'gpu' : 'cpu';
}
