import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gslrmTensors } from '../../../src/families/gslrm/graph.ts';
import { exampleFiles, GSLRM, weightFile } from '../../../src/test/example-checkpoint.ts';
import {
  acceptTerms,
  dropFromDisk,
  GSLRM_FILE,
  importButton,
  panel,
  storage,
  writeToDisk,
} from '../../import-support.ts';
import type { Stand } from '../stand/stand.ts';
import type { Visit } from '../stand/visit.ts';
import { SAID_WITHIN_MS, type Attempt, type FaultRow } from '../types.ts';
import { SAYS_STOPPED } from './stages.ts';

/** Files of the pack that the import writes. Sidecars of the import may lie beside them. */
const FILES = ['clip', 'gslrm', 'matting', 'unet', 'vae', 'view_embeds'].map(
  (stem) => `${stem}.safetensors`,
);

/** The longest time after the begin of the call at which the worker ends, milliseconds. */
const MOMENT_MS = { survey: 300, run: 1500 };

/** Drops the folder, and imports it as soon as the panel allows. */
async function importFolder(visit: Visit, folder: string): Promise<void> {
  await dropFromDisk(visit.page, folder);
  await acceptTerms(visit.page).check({ timeout: 0 });
  await importButton(visit.page).click({ timeout: 0 });
}

async function closed(stand: Stand, stage: keyof typeof MOMENT_MS, root: string): Promise<Attempt> {
  const gslrm = weightFile(gslrmTensors({ ...GSLRM, d: 256, layers: 4 }));
  const folder = writeToDisk(path.join(root, 'tiny'), { ...exampleFiles(), [GSLRM_FILE]: gslrm });
  const delayMs = MOMENT_MS[stage] * stand.random();
  stand.server.order({ worker: 'import', action: 'close', stage, delayMs });
  const visit = await stand.visit({ backend: 'wasm', fresh: true });
  if (stage === 'survey') await dropFromDisk(visit.page, folder);
  else await importFolder(visit, folder);
  await visit.until(() => stand.server.fired.length > 0);
  const [fired] = stand.server.fired;
  if (!fired) throw new Error('The fault did not hit.');

  const said = () => visit.wordsSince(fired.atMs, SAYS_STOPPED);
  await visit.until(() => said() !== undefined);
  const words = said();
  const found = { note: fired.stage, words: words?.text };
  if (!words) return { ...found, verdict: 'hung' };
  const saidMs = words.atMs - fired.atMs;

  await visit.page.keyboard.press('Escape');
  await panel(visit.page).waitFor({ state: 'detached', timeout: 0 });
  await importFolder(visit, folder);
  const imported = () => visit.wordsSince(words.atMs, /is imported/);
  await visit.until(() => imported() !== undefined);
  const end = imported();
  if (!end) return { ...found, saidMs, verdict: 'lost', note: `${fired.stage}; no import` };
  const { tiny = [] } = await storage(visit.page);
  const lacking = ['pack.json', ...FILES].filter((name) => !tiny.includes(name));
  if (lacking.length > 0)
    return { ...found, saidMs, verdict: 'lost', note: `${fired.stage}; lacks ${lacking}` };
  const verdict = saidMs <= SAID_WITHIN_MS ? 'said' : 'late';
  return { ...found, saidMs, doneMs: end.atMs - fired.atMs, verdict };
}

export const importWorkerRows: FaultRow[] = (['survey', 'run'] as const).map((stage) => ({
  id: `import-worker-closed-in-${stage}`,
  what: `The import's worker ends without an event: ${stage === 'survey' ? 'looking at files' : 'writing'}`,
  how: `The worker calls \`self.close()\` up to ${MOMENT_MS[stage]} ms after the begin of the call.`,
  expected: 'The panel says it. Dropped again, the same files are imported.',
  passes: ['said'],
  async attempt(stand) {
    const root = mkdtempSync(path.join(tmpdir(), 'faults-import-'));
    try {
      return await closed(stand, stage, root);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
}));
