/**
 * The letter that stands for each byte in a byte-level vocabulary, as in GPT-2. Printable characters of Latin-1 stand
 * for themselves. The other bytes have the letters from U+0100, in order.
 */
export const BYTE_LETTERS: readonly string[] = (() => {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(isPrintable(byte) ? byte : next++),
  );
})();

/** Mark at the end of a word's last token. */
export const WORD_END = '</w>';
