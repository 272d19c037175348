import type { BackendWish } from '../worker/protocol.ts';
import { isLang, type Lang } from './i18n/index.ts';

/** What the address of the page asks for; `undefined` leaves the default. */
export interface UrlWishes {
  pack?: string;
  backend: BackendWish;
  seed?: number;
  steps?: number;
  guidance?: number;
  lang?: Lang;
  kiosk: boolean;
  sample?: string;
}

export const SEED_MAX = 2 ** 32 - 1;
export const STEPS_MAX = 1000;
export const GUIDANCE_MAX = 30;

const number = (text: string | null, min: number, max: number, whole: boolean) => {
  if (text === null || text.trim() === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < min || value > max) return undefined;
  return whole && !Number.isInteger(value) ? undefined : value;
};

const text = (value: string | null) => value?.trim() || undefined;

/** Reads the page's parameters; what cannot be understood is as if it were not there. */
export function parseUrl(search: string): UrlWishes {
  const query = new URLSearchParams(search);
  const backend = query.get('backend');
  const lang = query.get('lang');
  return {
    pack: text(query.get('pack')),
    backend: backend === 'webgpu' || backend === 'wasm' ? backend : 'auto',
    seed: number(query.get('seed'), 0, SEED_MAX, true),
    steps: number(query.get('steps'), 1, STEPS_MAX, true),
    guidance: number(query.get('guidance'), 1, GUIDANCE_MAX, false),
    lang: isLang(lang) ? lang : undefined,
    kiosk: query.get('kiosk') === '1',
    sample: text(query.get('sample')),
  };
}
