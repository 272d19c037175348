import path from 'node:path';
import { JsonError, textOf } from '../../src/core/json-text.ts';
import {
  clipTokenizer,
  VocabularyError,
  type ClipTokenizer,
} from '../../src/families/clip-text/tokenizer/index.ts';
import { bytesOf, objectIn, unusable } from './json-file.ts';

/** The text of a file that must be there. @throws UsageError */
async function textIn(file: string): Promise<string> {
  const bytes = await bytesOf(file);
  if (!bytes) throw unusable(file, 'it does not exist');
  try {
    return textOf(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw unusable(file, cause.message);
  }
}

/**
 * Opens the tokenizer in a folder.
 * @param size number of tokens of the text encoder
 * @throws UsageError if its files cannot be used
 */
export async function openTokenizer(folder: string, size: number): Promise<ClipTokenizer> {
  const at = (name: string) => path.join(folder, name);
  const vocabulary = await objectIn(at('vocab.json'));
  if (!vocabulary) throw unusable(at('vocab.json'), 'it does not exist');
  const files = {
    vocabulary,
    merges: await textIn(at('merges.txt')),
    config: (await objectIn(at('tokenizer_config.json'))) ?? undefined,
    specialTokensMap: (await objectIn(at('special_tokens_map.json'))) ?? undefined,
  };
  const extra = Object.keys((await objectIn(at('added_tokens.json'))) ?? {}).find(
    (token) => !Object.hasOwn(vocabulary, token),
  );
  if (extra !== undefined)
    throw unusable(at('added_tokens.json'), `vocab.json lacks its token ${JSON.stringify(extra)}`);
  try {
    return clipTokenizer(files, size);
  } catch (cause) {
    if (!(cause instanceof VocabularyError)) throw cause;
    throw unusable(folder, `the tokenizer ${cause.message}`);
  }
}
