/** The languages of the page. The first language is used for text without a translation. */
export const LANGS = ['en', 'ko'] as const;
export type Lang = (typeof LANGS)[number];

/** The same text in every language. */
export type Translated = Readonly<Record<Lang, string>>;

/** Text from a file, for example a pack's title. English is always present; other languages are optional. */
export type Localised = { en: string } & { [lang: string]: string };

/** The text in the language `lang`, or in English if there is no translation. */
export const textIn = (lang: Lang, text: Localised): string => text[lang] ?? text.en;

/** A name that a user typed, as text that is the same in every language. */
export const sameInAll = (name: string): Localised => ({
  en: name,
  ...Object.fromEntries(LANGS.map((lang) => [lang, name])),
});

/**
 * The page's language for the browser's language (`navigator.language`). The first of `LANGS` if the page
 * does not have that language.
 */
export const preferredLang = (browserLanguage: string): Lang =>
  LANGS.find((lang) => browserLanguage.toLowerCase().startsWith(lang)) ?? LANGS[0];

export const isLang = (value: unknown): value is Lang => LANGS.includes(value as Lang);
