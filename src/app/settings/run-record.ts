import { version } from '../../../package.json';
import { DEFAULT_SETTINGS, type AppState } from '../state.ts';
import type { RequestedSettings } from '../../worker/protocol.ts';
import { settingsIn } from './known.ts';

/** What a run.json says of its run, of this page or of the command line. */
export interface RunRecord {
  /** Name of the photo. Null: the run is from posed views. */
  photo: string | null;
  packId: string;
  /** SHA-256 of the pack's files, by their names. */
  sha256: Readonly<Record<string, string>>;
  settings: RequestedSettings;
  /** Names of settings that this page does not take. */
  refused: readonly string[];
  version: string | null;
  /** Null: the file does not say. */
  device: 'CPU' | 'GPU' | null;
}

/** A difference between the run and this page. Its key is that of a sentence, `values` are for its placeholders. */
export interface Difference {
  key:
    | 'packMissing'
    | 'packChanged'
    | 'version'
    | 'backend'
    | 'refused'
    | 'otherPhoto'
    | 'ofPosedViews'
    | 'ofPhoto';
  values: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textsIn = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const deviceOf = (backend: unknown): RunRecord['device'] =>
  typeof backend !== 'string' ? null : backend === 'webgpu' ? 'GPU' : 'CPU';

/** Reads a run.json. Null if it is damaged, or is not the record of a run. */
export function readRunRecord(text: string): RunRecord | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(json) || !isObject(json.pack) || !isObject(json.settings)) return null;
  const { photo, views, pack, backend, versions } = json;
  if (typeof pack.id !== 'string') return null;
  if (typeof photo !== 'string' && !Array.isArray(views)) return null;
  // Corrections are about pixels of the photo, and their mask is a file of its own: they are not restored.
  // This page takes the first page of a file.
  const chosen = {
    ...Object(json.settings),
    ...('corrections' in json && { corrections: null }),
    ...('page' in json && { page: null }),
  };
  const { settings, refused } = settingsIn(chosen);
  return {
    photo: typeof photo === 'string' ? photo : null,
    packId: pack.id,
    sha256: textsIn(pack.sha256),
    settings: { ...DEFAULT_SETTINGS, ...settings },
    refused,
    version: textsIn(versions)['mouse-facelift'] ?? null,
    device: deviceOf(isObject(backend) ? backend.name : null),
  };
}

/** Why a run here would not be the run of the record. Empty: nothing is known to differ. */
export function differencesOf(
  record: RunRecord,
  { packs, choice }: Pick<AppState, 'packs' | 'choice'>,
): Difference[] {
  const { packId, refused } = record;
  const differences: Difference[] = [];
  const pack = packs.find(({ id }) => id === packId);
  if (!pack) differences.push({ key: 'packMissing', values: { pack: packId } });
  else {
    const names = new Set([...Object.keys(pack.sha256), ...Object.keys(record.sha256)]);
    const other = [...names].filter((name) => pack.sha256[name] !== record.sha256[name]);
    // A file without hashes says nothing about the weights.
    if (other.length > 0 && Object.keys(record.sha256).length > 0)
      differences.push({ key: 'packChanged', values: { pack: packId, files: other.join(', ') } });
  }
  if (record.version !== null && record.version !== version)
    differences.push({ key: 'version', values: { theirs: record.version, ours: version } });
  const ours = deviceOf(choice?.backend);
  if (record.device && ours && record.device !== ours)
    differences.push({ key: 'backend', values: { theirs: record.device, ours } });
  if (refused.length > 0)
    differences.push({ key: 'refused', values: { names: refused.join(', ') } });
  return differences;
}
