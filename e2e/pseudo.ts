type Tree = string | { readonly [key: string]: Tree };

/** For each letter of ASCII another one that looks similar, so that the sentences stay readable on a screenshot. */
const LETTERS = new Map(
  Array.from('abcdefghijklmnopqrstuvwxyz', (letter, i): [string, string] => [
    letter,
    'áƀçđéƒğĥíĵķĺɱñóþǫŕšťúṽŵẋýž'[i],
  ]),
);

const sentence = (text: string): string =>
  text.replace(/\{[^}]*\}|[a-z]|$/gi, (found) => {
    // Languages have longer words than English.
    if (found === '') return '·'.repeat(Math.ceil(text.length / 4));
    const letter = LETTERS.get(found.toLowerCase());
    if (letter === undefined) return found;
    return found === found.toLowerCase() ? letter : letter.toUpperCase();
  });

/** Sentences in a language that nobody speaks: without letters of ASCII outside the placeholders, and longer. */
export function pseudo<T extends Tree>(texts: T): T;
export function pseudo(texts: Tree): Tree {
  if (typeof texts === 'string') return sentence(texts);
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, pseudo(text)]));
}
