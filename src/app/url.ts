import type { BackendPreference } from '../worker/protocol.ts';
import { CENTRINGS, type Centring } from '../core/image/centrings.ts';
import { DRAWERS, type Drawer } from '../worker/view3d/protocol.ts';
import { isLang, type Lang } from '../core/languages.ts';

/** The parameters of the page's address (README.md). `undefined`: the address does not set the parameter. */
export interface UrlParams {
  pack?: string;
  backend: BackendPreference;
  seed?: number;
  steps?: number;
  guidance?: number;
  centring?: Centring;
  lang?: Lang;
  /** Whether the page runs on a booth (docs/kiosk.md). */
  kiosk: boolean;
  /** On a booth: whether visitors may use the camera, and bring files. */
  camera: boolean;
  files: boolean;
  /** On a booth: seconds without input after which the page starts anew. */
  idleS?: number;
  /** Whether the address asks for the check of this computer. */
  check: boolean;
  sample?: string;
  /** What draws the 3D view. Default: what is fast here. */
  drawer?: Drawer;
}

/** Whole numbers: the seed is 0…SEED_MAX, the number of steps 1…STEPS_MAX. The guidance scale is 1…GUIDANCE_MAX. */
export const SEED_MAX = 2 ** 32 - 1;
export const STEPS_MAX = 1000;
export const GUIDANCE_MAX = 30;
/** Seconds that a booth waits for input: 5…3600. */
const IDLE_MIN_S = 5;
const IDLE_MAX_S = 3600;

const number = (text: string | null, min: number, max: number, integer: boolean) => {
  if (text === null || text.trim() === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value) || value < min || value > max) return undefined;
  return integer && !Number.isInteger(value) ? undefined : value;
};

const text = (value: string | null) => value?.trim() || undefined;

/** Reads the page's parameters. Unknown, malformed and out-of-range values are ignored. */
export function parseUrl(search: string): UrlParams {
  const query = new URLSearchParams(search);
  const backend = query.get('backend');
  const lang = query.get('lang');
  return {
    pack: text(query.get('pack')),
    backend: backend === 'webgpu' || backend === 'wasm' ? backend : 'auto',
    seed: number(query.get('seed'), 0, SEED_MAX, true),
    steps: number(query.get('steps'), 1, STEPS_MAX, true),
    guidance: number(query.get('guidance'), 1, GUIDANCE_MAX, false),
    centring: CENTRINGS.find((each) => each === query.get('centring')),
    lang: isLang(lang) ? lang : undefined,
    kiosk: query.get('kiosk') === '1',
    camera: query.get('camera') === '1',
    files: query.get('files') === '1',
    idleS: number(query.get('idle'), IDLE_MIN_S, IDLE_MAX_S, false),
    check: query.get('check') === '1',
    sample: text(query.get('sample')),
    drawer: DRAWERS.find((each) => each === query.get('drawer')),
  };
}
