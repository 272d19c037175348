import { en } from '../src/app/i18n/en.ts';
import { fill, translateValues } from '../src/app/i18n/index.ts';
import { asAppError, type ErrorCode } from '../src/core/errors.ts';
import { UsageError } from './command.ts';
import { OutputError } from './output/output-error.ts';

/** Sentences for the command line. They replace sentences of the page that do not fit there. */
const CLI_SENTENCES: Partial<Record<ErrorCode, { message?: string; hint?: string }>> = {
  'photo-undecodable': { message: 'This file is not a picture that can be read.' },
  'photo-heic': { message: 'This is a HEIC photo, which cannot be read here.' },
  'pack-missing': {
    hint: 'Give --pack a folder with a pack.json, or the id of a pack under models/.',
  },
  'pack-invalid': { hint: 'Make the pack again, or choose another one with --pack.' },
  'file-size': { hint: 'Copy this file again, or make the pack again.' },
  'file-damaged': { hint: 'Copy this file again, or make the pack again.' },
  'pack-views-only': {
    hint: 'Use posed views with --views and --cameras, or choose another pack with --pack.',
  },
  'weights-invalid': { hint: 'Copy or make the pack again.' },
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
  'out-of-memory': { hint: 'Close other programs, or use a machine with more memory.' },
  'video-unavailable': {
    message: 'The turntable could not be encoded.',
    hint: 'Check that the ffmpeg on the PATH works.',
  },
  internal: { hint: 'Run again. If it happens again, report this line.' },
};

/** The text on one line, without a full stop at the end. */
const withoutStop = (text: string) => text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');

/** Describes any thrown value in one line: what is wrong, the details, and what the user can do. */
export function sentenceOf(error: unknown): string {
  if (error instanceof UsageError || error instanceof OutputError) return error.message;
  const { code, message: detail, values: named } = asAppError(error);
  const values = translateValues(named, en);
  const { message, hint } = { ...en.errors[code], ...CLI_SENTENCES[code] };
  return `${withoutStop(fill(message, values))}: ${withoutStop(detail)}. ${fill(hint, values)}`;
}
