/** The languages of the page, the first one for all text that has no translation. */
export const LANGS = ['en', 'ko'] as const;
export type Lang = (typeof LANGS)[number];

/** The same text in every language. */
export type Translated = Readonly<Record<Lang, string>>;

/** Text from a file, for example a pack's title: in English, and perhaps in other languages. */
export type Localised = { en: string } & { [lang: string]: string };

/** The text in a language, or in English if there is no translation. */
export const textIn = (lang: Lang, text: Localised): string => text[lang] ?? text.en;

/** A name that a user typed, which is the same in every language. */
export const sameInAll = (name: string): Localised => ({
  en: name,
  ...Object.fromEntries(LANGS.map((lang) => [lang, name])),
});

/** The language for the browser's own language (`navigator.language`). */
export const preferredLang = (browserLanguage: string): Lang =>
  LANGS.find((lang) => browserLanguage.toLowerCase().startsWith(lang)) ?? LANGS[0];

export const isLang = (value: unknown): value is Lang => LANGS.includes(value as Lang);
