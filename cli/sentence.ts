import { en } from '../src/app/i18n/en.ts';
import { fill } from '../src/app/i18n/index.ts';
import { asAppError, type ErrorCode } from '../src/core/errors.ts';
import { UsageError } from './command.ts';

/** Where the page's words speak of the page. */
const OWN: Partial<Record<ErrorCode, { message?: string; hint?: string }>> = {
  'photo-undecodable': { message: 'This file is not a picture that can be read.' },
  'photo-heic': { message: 'This is a HEIC photo, which cannot be read here.' },
  'pack-missing': {
    hint: 'Give --pack a folder that holds a pack.json, or the name of one under models/.',
  },
  'pack-invalid': { hint: 'Make the pack again, or choose another one with --pack.' },
  'pack-views-only': {
    hint: 'Give it posed views with --views and --cameras, or choose another pack with --pack.',
  },
  'weights-invalid': { hint: 'Copy or make the pack again.' },
  'graph-invalid': { hint: 'If it was asked to compute on a GPU, try --backend cpu.' },
  'backend-unavailable': { hint: 'Try --backend cpu.' },
  'device-lost': { hint: 'Run again; if it comes back, try --backend cpu.' },
  'out-of-memory': { hint: 'Close other programs, or use a machine with more memory.' },
  'video-unavailable': {
    message: 'The turntable could not be encoded.',
    hint: 'Check that the ffmpeg on the PATH works.',
  },
  internal: { hint: 'Run again; if it comes back, report this line.' },
};

const bare = (text: string) => text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');

/** Anything thrown, as one line: what is wrong, with its figures, and what to do. */
export function sentenceOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const { code, message: detail, values } = asAppError(error);
  const { message, hint } = { ...en.errors[code], ...OWN[code] };
  return `${bare(fill(message, values))}: ${bare(detail)}. ${fill(hint, values)}`;
}
