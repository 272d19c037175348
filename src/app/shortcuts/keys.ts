type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** The letter of a key, in lower case. With a Korean keyboard it is that of the key's place. */
export const letterOf = ({ key, code }: Pick<Press, 'key' | 'code'>): string | undefined =>
  (/^[a-z]$/i.test(key) ? key : /^Key([A-Z])$/.exec(code)?.[1])?.toLowerCase();

/** Whether the key belongs to the browser: with Ctrl it enlarges the page, with Alt it goes back to the page before. */
export const isForBrowser = ({ ctrlKey, metaKey, altKey }: Omit<Press, 'key' | 'code'>): boolean =>
  ctrlKey || metaKey || altKey;
