import type { Lang } from '../../core/languages.ts';
import { en, type Messages } from './en.ts';
import { ko } from './ko.ts';

export type { Messages };

export const messages: Record<Lang, Messages> = { en, ko };

/** Replaces `{name}` in a sentence with `values[name]`. Names without a value stay unchanged. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) =>
    String(values[name] ?? placeholder),
  );

/** The values of an error. The name of a network (`values.network`) and the id of a stage (`values.stage`) are translated. */
export function translateValues(
  values: Readonly<Record<string, string | number>>,
  { networks, stages }: Messages,
): Record<string, string | number> {
  const translated = { ...values };
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
