import { named } from '../../../quoted.ts';
import type { CameraEntry } from '../entry.ts';
import { entriesFrom } from '../frame.ts';
import { isObject, type Fields } from '../values.ts';
import { jarvis, listed, single, stacked, type Form } from './forms.ts';
import { kalibr } from './kalibr.ts';
import { YamlError } from './lines.ts';
import { numbered, stereo } from './numbered.ts';
import { parseYaml } from './parse.ts';

/** Largest file, characters. OpenCV writes the points of all boards, too: about a million. */
const MAX_LENGTH = 8e6;

/** The first form that fits counts. */
const FORMS: readonly Form[] = [stacked, kalibr, jarvis, single, stereo, numbered, listed];

const hasPose = ({ R, rvec, w2c }: Fields): boolean => (R ?? rvec ?? w2c) !== undefined;

const nameOf = ({ name }: Fields, at: number): string =>
  typeof name === 'string' ? named(name) : String(at);

/** The map at the top of a file. A list becomes its key `cameras`. A text says why it cannot be read. */
function rootOf(text: string): Fields | string {
  if (text.length > MAX_LENGTH) return 'it is too large for a file of cameras';
  try {
    const root = parseYaml(text);
    return isObject(root) ? root : { cameras: root };
  } catch (cause) {
    if (cause instanceof YamlError) return `it is not YAML that can be read: ${cause.message}`;
    throw cause;
  }
}

/**
 * The cameras of a map, as YAML and the JSON of OpenCV have it.
 * @returns a text that says why there are none
 */
export function storageEntries(root: Fields): CameraEntry[] | string {
  for (const form of FORMS) {
    const frames = form(root);
    if (typeof frames === 'string') return frames;
    if (!frames) continue;
    const at = frames.findIndex((frame) => !hasPose(frame));
    return at < 0
      ? entriesFrom(frames)
      : `camera ${nameOf(frames[at], at)} has no pose: R and T are missing`;
  }
  return 'there are no cameras. Each camera must have camera_matrix, distortion_coefficients, R and T';
}

/**
 * The cameras of a file of OpenCV (`%YAML:1.0`), or of another program that writes YAML (docs/formats.md).
 * @param texts of one file, or of two that belong together, for example intri.yml and extri.yml of EasyMocap
 * @returns a text that says why there are none
 */
export function yamlEntries(...texts: readonly string[]): CameraEntry[] | string {
  const roots: Fields[] = [];
  for (const text of texts) {
    const root = rootOf(text);
    if (typeof root === 'string') return root;
    roots.push(root);
  }
  return storageEntries(Object.fromEntries(roots.flatMap((each) => Object.entries(each))));
}
