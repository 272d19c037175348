import { DEFAULT_PACK } from '../core/defaults.ts';
import { firstLook } from './posed/look.ts';
import type { Remembered } from './settings/remembered.ts';
import type { AppState } from './app-state.ts';
import { DEFAULT_SETTINGS } from './state.ts';
import type { UrlParams } from './url.ts';

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/**
 * The state before a pack is open. The address wins over what is remembered of the last visit. If it names another pack,
 * seed, steps and guidance of the last visit are not used: they belong to the pack of then.
 */
export const initialState = (url: UrlParams, remembered: Remembered = {}): AppState => {
  const { seed, steps, guidance, centring } = url;
  const samePack = url.pack === undefined || url.pack === remembered.packId;
  const last = { ...remembered.settings };
  if (!samePack) for (const name of ['seed', 'steps', 'guidance'] as const) delete last[name];
  const firstSettings = { ...last, ...defined({ seed, steps, guidance, centring }) };
  return {
    run: 'idle',
    queued: false,
    stage: null,
    stages: {},
    fraction: 0,
    download: null,
    connection: null,
    fetchedAgain: [],
    startedAt: 0,
    heardAt: 0,
    healed: [],
    notices: [],
    error: null,
    refused: null,
    sizeQuestion: null,
    current: null,
    opened: null,
    viewed: null,
    look: firstLook,
    earlier: null,
    before: null,
    corrections: new Map(),
    choice: null,
    forecast: null,
    packs: [],
    packId: url.pack ?? remembered.packId ?? DEFAULT_PACK,
    settings: { ...DEFAULT_SETTINGS, ...firstSettings },
    firstSettings,
  };
};
