import type { Lang } from '../../core/languages.ts';
import type { AppError } from '../../core/errors.ts';
import type { StageId } from '../../core/stages.ts';
import { en, type Messages } from './en.ts';
import { ko } from './ko.ts';
import { withParticle } from './words/particle.ts';

export type { Messages };

export const messages: Record<Lang, Messages> = { en, ko };

/**
 * Replaces `{name}` in a sentence with `values[name]`. Names without a value stay unchanged. `{name|을/를}` is the value
 * with the form of the Korean particle that fits it.
 */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)(?:\|([^{}]+))?\}/g, (placeholder, name: string, particle?: string) => {
    if (!Object.hasOwn(values, name)) return placeholder;
    const value = String(values[name]);
    return particle === undefined ? value : withParticle(value, particle);
  });

/** The name of a stage. @param posed whether the run is from posed views, in which some stages do something else */
export const stageName = (
  stage: StageId,
  posed: boolean,
  { stages, posed: { stages: own } }: Messages,
) => (posed ? { ...stages, ...own }[stage] : stages[stage]);

/**
 * The values of an error. These are translated: the name of a network (`values.network`), the id of a stage
 * (`values.stage`), and in lists the parts of a model that are missing (`values.missing`) or whose cameras are unknown
 * (`values.part`).
 */
export function translateValues(
  values: Readonly<Record<string, string | number>>,
  { networks, stages, import: { missingParts, rigParts } }: Messages,
): Record<string, string | number> {
  const translated = { ...values };
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    network: networks,
    stage: stages,
    missing: missingParts,
    part: rigParts,
  };
  for (const [key, names] of Object.entries(words)) {
    const value = values[key];
    if (typeof value !== 'string') continue;
    const wordOf = (name: string) => (Object.hasOwn(names, name) ? names[name] : name);
    translated[key] = value.split(', ').map(wordOf).join(', ');
  }
  return translated;
}

/**
 * The sentence of an error for the page. If the error is about one of several files and the sentence does not name it, the
 * name stands before the sentence.
 */
export function pageText(
  error: Pick<AppError, 'code' | 'fault' | 'values'>,
  text: Messages,
): { message: string; hint: string } {
  const { message, hint } = errorText(error, text);
  const file = String(error.values.file ?? '');
  return { message: file === '' || message.includes(file) ? message : `${file}: ${message}`, hint };
}

/** The sentence and the hint of an error: those of its fault if it has one, else those of its code. */
export function errorText(
  { code, fault, values }: Pick<AppError, 'code' | 'fault' | 'values'>,
  text: Messages,
): { message: string; hint: string } {
  const { message, hint } = fault ? text.faults[fault] : text.errors[code];
  const translated = translateValues(values, text);
  return { message: fill(message, translated), hint: fill(hint, translated) };
}
