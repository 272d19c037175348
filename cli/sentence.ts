import { en } from '../src/app/i18n/en.ts';
import { errorText, fill, translateValues } from '../src/app/i18n/index.ts';
import { asAppError, type AppError, type ErrorCode } from '../src/core/errors.ts';
import type { Fault } from '../src/core/faults.ts';
import { UsageError } from './command.ts';
import { VideoError } from './dataset/video-error.ts';
import { OutputError } from './output/output-error.ts';

/** Sentences for the command line. They replace sentences of the page that do not fit there. */
const CLI_SENTENCES: Partial<Record<ErrorCode, { message?: string; hint?: string }>> = {
  'photo-undecodable': { message: 'This file is not a picture that can be read.' },
  'photo-heic': { message: 'This is a HEIC photo, which cannot be read here.' },
  'photo-unprepared': {
    message: 'This picture is not prepared for --centring none.',
    hint: 'Use a square picture with the mouse cut out on white or transparent, or leave --centring none out.',
  },
  'pack-missing': {
    hint: 'Give --pack a folder with a pack.json, or the id of a pack under models/.',
  },
  'pack-invalid': { hint: 'Make the pack again, or choose another one with --pack.' },
  'file-size': { hint: 'Copy this file again, or make the pack again.' },
  'file-damaged': { hint: 'Copy this file again, or make the pack again.' },
  'pack-views-only': {
    hint: 'Use posed views with --views and --cameras, or choose another pack with --pack.',
  },
  'pack-mismatch': {
    hint: 'Use parts that were trained with the same cameras. If a guess is wrong, correct it with import --rig-of. To make the pack anyway, use import --allow-mixed-rigs.',
  },
  'rig-unstated': {
    hint: 'Say it with --rig-of all=facelift. If they were trained with other cameras, give the camera file too, and say --rig-of all=cameras.',
  },
  'calibration-size': { hint: 'Give the size for which they were calibrated with --camera-size.' },
  'memory-insufficient': {
    hint: 'Import the model again with --dtype q8 or q16, or use a computer with more memory.',
  },
  'weights-key-unknown': { message: 'The files contain no such model.' },
  'checkpoint-incomplete': {
    message: 'The checkpoint is incomplete.',
    hint: 'Add {missing}, and import all parts together.',
  },
  'weights-invalid': { hint: 'Copy the pack again, or make it again from the original files.' },
  'graph-invalid': { hint: 'If you used --backend webgpu, try --backend cpu.' },
  'numbers-invalid': {
    hint: 'The photo is not the cause. The weights may be damaged: copy or make the pack again. If you used --backend webgpu, try --backend cpu.',
  },
  'weights-not-finite': { hint: 'Copy the pack again, or make it again from the original files.' },
  'half-overflow': {
    hint: 'Import the model again with --dtype f32, or use --backend cpu, which computes in single precision.',
  },
  'splat-empty': {
    hint: 'Try --filters none, another --seed or another photo. If that does not help, copy or make the pack again.',
  },
  'backend-unavailable': { hint: 'Try --backend cpu.' },
  'device-lost': { hint: 'Run again. If it happens again, try --backend cpu.' },
  'out-of-memory': { hint: 'Close other programs, or use a computer with more memory.' },
  'video-unavailable': {
    message: 'A video could not be encoded.',
    hint: 'Check that the ffmpeg on the PATH works.',
  },
  internal: { hint: 'Run again. If it happens again, report this line.' },
};

/** Hints of faults for the command line, where the page's hints name its buttons. */
const CLI_HINTS: Partial<Record<Fault, string>> = {
  'not-json': 'Correct it there, or copy it again from the original.',
  'too-many-files': 'Give only the folder of the checkpoint.',
  unreadable: 'Check that it is still there, and that you may read it.',
  'half-range': 'Import it again with --dtype f32.',
  'large-tensor': 'Import it again with --dtype f16 or q8.',
};

/** Faults whose sentence says everything that the details say. */
const SAYS_ALL: ReadonlySet<Fault> = new Set([
  ...(['unreadable', 'lfs-pointer', 'unknown-format', 'other-format', 'archive'] as const),
  ...(['distributed', 'old-torch', 'plain-pickle', 'big-endian', 'own-class'] as const),
  ...(['negated', 'not-finite', 'half-range', 'large-tensor'] as const),
  ...(['layers-missing', 'index-of-others', 'too-many-files'] as const),
]);

/** The text on one line, without a full stop at the end. */
const withoutStop = (text: string) => text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');

/** The details without the name of the file, which the sentence of a fault has. */
const withoutFile = (detail: string, file: string | number | undefined) =>
  detail.startsWith(`${file}: `) ? detail.slice(`${file}: `.length) : detail;

/** Describes an error in one line: what is wrong, the details, and what the user can do. */
export function errorSentence(
  error: Pick<AppError, 'code' | 'fault' | 'values' | 'message'>,
): string {
  const { code, fault, message: detail, values } = error;
  const page = errorText(error, en);
  if (fault) {
    const hint = CLI_HINTS[fault] ?? page.hint;
    if (SAYS_ALL.has(fault)) return `${withoutStop(page.message)}. ${hint}`;
    return `${withoutStop(page.message)} (${withoutStop(withoutFile(detail, values.file))}). ${hint}`;
  }
  const own = CLI_SENTENCES[code];
  const named = translateValues(values, en);
  const message = own?.message === undefined ? page.message : fill(own.message, named);
  const hint = own?.hint === undefined ? page.hint : fill(own.hint, named);
  return `${withoutStop(message)}: ${withoutStop(detail)}. ${hint}`;
}

/** Describes any thrown value in one line. */
export const sentenceOf = (error: unknown): string =>
  error instanceof UsageError || error instanceof OutputError || error instanceof VideoError
    ? error.message
    : errorSentence(asAppError(error));
