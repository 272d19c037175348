import { isLang, type Lang } from '../../core/languages.ts';
import type { AppState } from '../state.ts';
import type { RequestedSettings } from '../../worker/protocol.ts';
import type { UrlParams } from '../url.ts';
import { settingsIn } from './known.ts';

/** What the page remembers from visit to visit. */
export interface Remembered {
  lang?: Lang;
  packId?: string;
  /** Seed, steps and guidance only if they are not the pack's. */
  settings?: Partial<RequestedSettings>;
}

/** Where it is in the browser's local storage. */
const KEY = 'mouse-facelift';

/** The part of `localStorage` that is used. Null: the browser gives none. */
export type Store = Pick<Storage, 'getItem' | 'setItem'> | null;

/** The browser's local storage. Null if the browser gives none. */
export function localStore(): Store {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

/** What was remembered. Values that this page does not take are left out. */
export function recall(store: Store): Remembered {
  let json: unknown;
  try {
    json = JSON.parse(store?.getItem(KEY) ?? 'null');
  } catch {
    return {};
  }
  if (typeof json !== 'object' || json === null) return { settings: {} };
  const { lang, packId, settings } = json as Partial<Record<keyof Remembered, unknown>>;
  return {
    ...(typeof lang === 'string' && isLang(lang) && { lang }),
    ...(typeof packId === 'string' && packId !== '' && { packId }),
    settings: settingsIn(settings).settings,
  };
}

/** Remembers more. A browser that cannot is no error: the next visit then begins with the defaults. */
export function remember(store: Store, more: Remembered): void {
  try {
    store?.setItem(KEY, JSON.stringify({ ...recall(store), ...more }));
  } catch (error) {
    console.warn('The settings cannot be remembered.', error);
  }
}

/** The settings that the page's address sets. They are for this visit. */
const ofAddress = ({ seed, steps, guidance, centring }: UrlParams) =>
  ({ seed, steps, guidance, centring }) satisfies Partial<RequestedSettings>;

/**
 * What is worth remembering of the page's pack and settings. Null before the packs are known.
 * @param former what is remembered so far. It stays where the address sets a value
 */
export function worthRemembering(
  { packs, packId, settings }: Pick<AppState, 'packs' | 'packId' | 'settings'>,
  url: UrlParams,
  former: Remembered,
): Remembered | null {
  const pack = packs.find(({ id }) => id === packId);
  if (!pack) return null;
  const defaults: Partial<RequestedSettings> = pack.defaults;
  const address: Partial<RequestedSettings> = ofAddress(url);
  const own: Partial<RequestedSettings> = { ...settings };
  for (const name of Object.keys(own) as (keyof RequestedSettings)[]) {
    const isOfAddress = address[name] !== undefined && own[name] === address[name];
    if (isOfAddress || own[name] === defaults[name]) delete own[name];
    if (isOfAddress && former.settings?.[name] !== undefined)
      Object.assign(own, { [name]: former.settings[name] });
  }
  return { packId: packId === url.pack ? former.packId : packId, settings: own };
}
