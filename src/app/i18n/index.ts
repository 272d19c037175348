import type { Lang } from '../../core/languages.ts';
import type { AppError } from '../../core/errors.ts';
import { en, type Messages } from './en.ts';
import { ko } from './ko.ts';

export type { Messages };

export const messages: Record<Lang, Messages> = { en, ko };

/** Replaces `{name}` in a sentence with `values[name]`. Names without a value stay unchanged. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(values[name] ?? placeholder),
  );

/**
 * The values of an error. These are translated: the name of a network (`values.network`), the id of a stage
 * (`values.stage`), and the parts of a model in a list of what is missing (`values.missing`).
 */
export function translateValues(
  values: Readonly<Record<string, string | number>>,
  { networks, stages, import: { missingParts } }: Messages,
): Record<string, string | number> {
  const translated = { ...values };
  const parts: Readonly<Record<string, string>> = missingParts;
  if (typeof values.missing === 'string')
    translated.missing = values.missing
      .split(', ')
      .map((part) => (Object.hasOwn(parts, part) ? parts[part] : part))
      .join(', ');
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    network: networks,
    stage: stages,
  };
  for (const [key, names] of Object.entries(words)) {
    const name = values[key];
    if (typeof name === 'string' && Object.hasOwn(names, name)) translated[key] = names[name];
  }
  return translated;
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
