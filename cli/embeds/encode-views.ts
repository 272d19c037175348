import { decodeHalf, encodeHalf } from '../../src/core/half.ts';
import { allFinite } from '../../src/core/finite.ts';
import { someNames } from '../../src/core/quoted.ts';
import type { ClipTokenizer } from '../../src/families/clip-text/tokenizer/index.ts';
import { TEXT_TOKENS } from '../../src/families/view-embeds/index.ts';
import { UsageError, type CommandContext } from '../command.ts';
import type { TextEncoder } from './text-encoder.ts';

/** View embeddings as half floats, as the lab's script stores them. */
export interface Embeds {
  /** [views, 77, width] */
  shape: readonly [number, number, number];
  bits: Uint16Array<ArrayBuffer>;
}

/** Turns texts into tokens. @param warn is told which of them are cut off */
export function tokensOf(
  texts: readonly string[],
  tokenizer: ClipTokenizer,
  warn: CommandContext['warn'],
): number[][] {
  const encoded = texts.map((text) => tokenizer.encode(text, TEXT_TOKENS));
  for (const [view, { length }] of encoded.entries())
    if (length > TEXT_TOKENS)
      warn(
        `The text of view ${view} has ${length} tokens. A text has ${TEXT_TOKENS} at most, so its end is left out.`,
      );
  return encoded.map(({ ids }) => ids);
}

/** Says which views have the same text: a model cannot tell them apart. */
export function warnOfEqual(texts: readonly string[], warn: CommandContext['warn']): void {
  const views = new Map<string, number[]>();
  for (const [view, text] of texts.entries()) views.set(text, [...(views.get(text) ?? []), view]);
  for (const same of views.values())
    if (same.length > 1)
      warn(
        `The views ${someNames(same.map(String), 8)} have the same text, so the model cannot tell them apart.`,
      );
}

/**
 * Encodes texts. Equal texts are encoded once.
 * @param onText called before each text with the number of texts that are done
 * @throws UsageError if half floats cannot hold the values, and the errors of the encoder
 */
export async function encodeViews(
  texts: readonly (readonly number[])[],
  encoder: TextEncoder,
  onText: () => void,
): Promise<Embeds> {
  const { hidden_size: width } = encoder.config;
  const size = TEXT_TOKENS * width;
  const bits = new Uint16Array(texts.length * size);
  for (const [view, tokens] of texts.entries()) {
    onText();
    const half = encodeHalf(await encoder.encode(tokens));
    if (!allFinite(decodeHalf(half)))
      throw new UsageError(
        'The text encoder computes numbers beyond 65504, the largest one of half precision. Use another text encoder.',
      );
    bits.set(half, view * size);
  }
  return { shape: [texts.length, TEXT_TOKENS, width], bits };
}
