import { en, type Messages } from './en.ts';
import { ko } from './ko.ts';

export type { Messages };

export const LANGS = ['en', 'ko'] as const;
export type Lang = (typeof LANGS)[number];

export const messages: Record<Lang, Messages> = { en, ko };

export const isLang = (value: unknown): value is Lang => LANGS.includes(value as Lang);

/** The browser's own wish, when the address says nothing. */
export const preferredLang = (browserLanguage: string): Lang =>
  browserLanguage.toLowerCase().startsWith('ko') ? 'ko' : 'en';

/** Puts values into the `{name}` places of a sentence; unknown places stay as they are. */
export const fill = (sentence: string, values: Record<string, string | number>): string =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

/** An error's values with those that are words of ours in the reader's language. */
export function worded(
  values: Readonly<Record<string, string | number>>,
  { networks }: Messages,
): Record<string, string | number> {
  const names: Readonly<Record<string, string>> = networks;
  const { network } = values;
  return typeof network === 'string' && Object.hasOwn(names, network)
    ? { ...values, network: names[network] }
    : { ...values };
}
