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

/** The values of an error. If one of them is the name of a network (`values.network`), that name is translated. */
export function translateValues(
  values: Readonly<Record<string, string | number>>,
  { networks }: Messages,
): Record<string, string | number> {
  const names: Readonly<Record<string, string>> = networks;
  const { network } = values;
  return typeof network === 'string' && Object.hasOwn(names, network)
    ? { ...values, network: names[network] }
    : { ...values };
}
