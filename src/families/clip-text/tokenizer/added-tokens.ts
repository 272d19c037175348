import { VocabularyError } from './bpe.ts';

/** A token that is found in the text before it is divided into words. */
export interface AddedToken {
  content: string;
  /** Whether it is found in the normalised text, which has no capitals. */
  normalized: boolean;
}

/** A parsed JSON object. */
type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Roles of special tokens, in the order in which transformers adds them. */
const ROLES = ['bos_token', 'eos_token', 'unk_token', 'pad_token'] as const;

/** transformers' defaults of CLIP. */
const BEGIN = '<|startoftext|>';
const END = '<|endoftext|>';

/** The special tokens of a tokenizer. */
export interface SpecialTokens {
  begin: string;
  end: string;
  /** What fills a text up to its length. */
  pad: string;
  added: readonly AddedToken[];
}

/** A token of a JSON file: a text, or an object with properties. @throws VocabularyError if it is neither */
function tokenOf(value: unknown, key: string): AddedToken {
  if (typeof value === 'string') return { content: value, normalized: false };
  if (!isObject(value) || typeof value.content !== 'string' || value.content === '')
    throw new VocabularyError(`has no text under ${key}`);
  const unknown = ['lstrip', 'rstrip', 'single_word'].find((each) => value[each] === true);
  if (unknown) throw new VocabularyError(`has ${unknown} under ${key}, which is not supported`);
  return { content: value.content, normalized: value.normalized === true };
}

/**
 * The special tokens, as transformers finds them. special_tokens_map.json is more important than tokenizer_config.json,
 * unless the latter has `added_tokens_decoder`, which newer versions write.
 * @param config the parsed tokenizer_config.json, if there is one
 * @param map the parsed special_tokens_map.json, if there is one
 * @throws VocabularyError if they have something that is not supported
 */
export function specialTokens(config: Json = {}, map: Json = {}): SpecialTokens {
  const decoder = isObject(config.added_tokens_decoder) ? config.added_tokens_decoder : undefined;
  const given: Json = decoder ? config : { ...config, ...map };
  const added = new Map<string, AddedToken>();
  const add = (token: AddedToken) => void added.set(token.content, token);
  const contents = ROLES.map((role) => {
    const value = given[role] ?? (role === 'bos_token' ? BEGIN : END);
    const token = tokenOf(value, role);
    add(token);
    return token.content;
  });
  for (const [id, token] of Object.entries(decoder ?? {}))
    add(tokenOf(token, `added_tokens_decoder.${id}`));
  const [begin, end, , pad] = contents;
  return { begin, end, pad, added: [...added.values()] };
}

/** A part of a text: an added token, or what stands between added tokens. */
export interface TextPart {
  text: string;
  isAdded: boolean;
}

/** Divides a text at added tokens: the leftmost first, and of those that begin at one place the longest. */
export function splitAt(text: string, tokens: readonly string[]): TextPart[] {
  const parts: TextPart[] = [];
  let [from, at] = [0, 0];
  const flush = (to: number) => {
    if (to > from) parts.push({ text: text.slice(from, to), isAdded: false });
  };
  const longest = tokens.toSorted((a, b) => b.length - a.length);
  while (at < text.length) {
    const found = longest.find((token) => text.startsWith(token, at));
    if (found === undefined) {
      at += 1;
      continue;
    }
    flush(at);
    parts.push({ text: found, isAdded: true });
    at += found.length;
    from = at;
  }
  flush(text.length);
  return parts;
}
