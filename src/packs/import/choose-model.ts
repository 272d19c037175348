import { isWhole } from './fit.ts';
import type { ModelChoice, RecognisedCheckpoint, WantedModel } from './parts.ts';

/** A part of a name that trainings give to averaged weights: `ema`, `model_ema`, `params_ema`, `swa_model`, `averaged`. */
const AVERAGE = /(^|_)(ema|swa)(_|\d|$)|^averaged?(_(model|weights|params))?$|^shadow(_params)?$/i;

/** Whether a key, or a part of one, is that of averaged weights. */
export const isAverage = (key: string): boolean =>
  key.split('.').some((part) => AVERAGE.test(part));

/** Keys under which trainings save the model itself, in the order in which they are taken. */
const MODEL_KEYS = [
  ...['model', 'state_dict', 'model_state_dict', 'module', 'network', 'net', 'generator'],
  ...['weights', 'params', 'online_model'],
];

/** One of several models of a family in a file. */
export interface Candidate {
  key: string;
  part: RecognisedCheckpoint;
}

/** Whether a wanted model is this one. */
export const isWanted = (wanted: WantedModel, path: string, key: string): boolean =>
  wanted.key === key && (wanted.path === undefined || wanted.path === path);

/**
 * Chooses one of several models of a family in a file. Averaged weights (EMA) are taken if they are whole: scripts that
 * compute with such files take them (timm, Real-ESRGAN, FaceLift's `unet_ema`). Then come the usual keys, then the order
 * of the file. What the user wants comes first, even if it is not whole: then the import says what it lacks.
 */
export function chooseModel(
  candidates: readonly Candidate[],
  path: string,
  wanted: readonly WantedModel[],
): Candidate & { why: ModelChoice['why'] } {
  const asked = candidates.find(({ key }) => wanted.some((each) => isWanted(each, path, key)));
  if (asked) return { ...asked, why: 'asked' };
  const average = candidates.find(({ key, part }) => isAverage(key) && isWhole(part));
  if (average) return { ...average, why: 'average' };
  const rank = ({ key, part }: Candidate) => {
    const at = MODEL_KEYS.indexOf(key);
    const usual = at < 0 ? MODEL_KEYS.length : at;
    return usual + (isAverage(key) ? 100 : 0) + (isWhole(part) ? 0 : 1000);
  };
  const [first] = candidates.toSorted((a, b) => rank(a) - rank(b));
  return { ...first, why: 'first' };
}
