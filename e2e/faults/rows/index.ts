import type { FaultRow } from '../types.ts';
import { deviceRows } from './devices.ts';
import { downloadRows } from './downloads.ts';
import { importWorkerRows } from './import-worker.ts';
import { numberRows } from './numbers.ts';
import { peopleRows } from './people.ts';
import { runtimeRows } from './runtime.ts';
import { storedWeightRows } from './stored-weights.ts';
import { storeRows } from './stores.ts';
import { workerRows } from './workers.ts';

/** The fault table, in the order of docs/reliability.md. */
export const rows: readonly FaultRow[] = [
  ...workerRows,
  ...importWorkerRows,
  ...deviceRows,
  ...runtimeRows,
  ...peopleRows,
  ...downloadRows,
  ...storedWeightRows,
  ...storeRows,
  ...numberRows,
];
