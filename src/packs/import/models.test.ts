import { describe, expect, it } from 'vitest';
import { keysOf, modelsIn } from './models.ts';
import { clipTensors } from '../../families/clip/graph.ts';
import { unetTensors } from '../../families/unet/graph.ts';
import { gslrmTensors } from '../../families/gslrm/graph.ts';
import type { TensorList, WeightEntry } from '../../graphs/weights.ts';
import { CLIP, embeds, GSLRM, UNET } from '../../test/example-checkpoint.ts';

const entries = (...lists: readonly [prefix: string, list: TensorList][]) =>
  new Map<string, WeightEntry>(
    lists.flatMap(([prefix, list]) =>
      [...list].map(([name, shape]): [string, WeightEntry] => [
        prefix + name,
        { dtype: 'F32', shape, offset: 0, byteLength: 0 },
      ]),
    ),
  );
const gslrm = gslrmTensors(GSLRM);

const found = (...lists: readonly [prefix: string, list: TensorList][]) =>
  modelsIn('f', entries(...lists)).models.map(({ family, prefix }) => [family.kind, prefix]);

describe('modelsIn', () => {
  it('finds a model behind five parts', () => {
    expect(found(['a.b.c.d.e.', gslrm])).toEqual([['gslrm', 'a.b.c.d.e']]);
  });

  it('finds no model behind more than five parts', () => {
    expect(found(['a.b.c.d.e.f.', gslrm])).toEqual([]);
  });

  it('gives the names of the network and those in the file', () => {
    const compiled = new Map(
      [...gslrm].map(([name, shape]) => [name.replace('layers.0.', 'layers.0._orig_mod.'), shape]),
    );
    const [{ names }] = modelsIn('f', entries(['model.', compiled])).models;
    expect([...names.keys()].sort()).toEqual([...gslrm.keys()].sort());
    expect(names.get('transformer_layers.0.norm1.weight')).toBe(
      'model.transformer_layers.0._orig_mod.norm1.weight',
    );
  });

  it('finds several models of one family, in the order of the file', () => {
    expect(found(['ema.', gslrm], ['model.module.', gslrm])).toEqual([
      ['gslrm', 'ema'],
      ['gslrm', 'model.module'],
    ]);
    const models = modelsIn('f', entries(['', gslrm], ['ema.', gslrm])).models;
    expect(models.map(({ prefix, names }) => [prefix, names.size])).toEqual([
      ['', gslrm.size],
      ['ema', gslrm.size],
    ]);
  });

  it('finds networks of several families', () => {
    expect(
      found(['unet.', unetTensors(UNET)], ['clip.', clipTensors(CLIP)], ['disc.', embeds(8)]),
    ).toEqual([
      ['unet', 'unet'],
      ['imageEncoder', 'clip'],
    ]);
  });

  it('takes a single tensor for view embeddings only if it is all', () => {
    expect(found(['x.', embeds(8)])).toEqual([['viewEmbeds', '']]);
    expect(found(['x.', embeds(8)], ['y.', embeds(8)])).toEqual([]);
  });

  it('says whether the whole file is not needed', () => {
    const text: TensorList = new Map([
      ['text_model.embeddings.token_embedding.weight', [4, 4]],
      ['text_model.final_layer_norm.weight', [4]],
    ]);
    const normaliser: TensorList = new Map([
      ['mean', [4]],
      ['std', [4]],
    ]);
    expect(modelsIn('f', entries(['model.', text])).notNeeded).toBe(true);
    expect(modelsIn('f', entries(['', normaliser])).notNeeded).toBe(true);
    const layers: TensorList = new Map(
      Array.from({ length: 8 }, (_, i) => [`text_model.layers.${i}.weight`, [4]]),
    );
    const part = entries(['text.', new Map([...text, ...layers])], ['other.', normaliser]);
    expect(modelsIn('f', part).notNeeded).toBe(false);
  });
});

describe('keysOf', () => {
  it.each([
    [['model', 'ema'], 'model ema'],
    [['model.module', 'model_ema.module'], 'model model_ema'],
    [['state_dict.generator', 'state_dict.generator_ema'], 'generator generator_ema'],
    [['a.net', 'a.ema', 'b'], 'a.net a.ema b'],
    [['ema.module', 'ema.net'], 'module net'],
    [['', 'ema'], 'top-level ema'],
    [['model.module'], 'model'],
    [[''], 'top-level'],
  ])('%j are %s', (prefixes, keys) => {
    expect(keysOf(prefixes).join(' ')).toBe(keys);
  });
});
