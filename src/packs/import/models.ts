import type { Family } from '../../families/family.ts';
import type { WeightEntry } from '../../graphs/weights.ts';
import { withoutCompiled } from '../checkpoint/weight-names.ts';
import { recognise } from './recognise.ts';

/** A model in a file: tensors whose names have a prefix in common. */
export interface FoundModel {
  family: Family;
  /** The prefix without its last dot, for example `model.module`. Empty for a file that is one dict of weights. */
  prefix: string;
  /** For each tensor, its name in the file by its name in the network. */
  names: ReadonlyMap<string, string>;
}

/** What the tensors of a file are. */
interface Contents {
  models: readonly FoundModel[];
  /** Whether the file contains weights that no pack needs, for example of a text encoder. */
  notNeeded: boolean;
}

/** The longest prefix, in parts. Wrappers of wrappers are rare. */
const MAX_PARTS = 5;

/** Fewest tensors of a network that is only a part of a file. */
const MIN_TENSORS = 8;

/** Names in the file by what is left of them. */
type Group = ReadonlyMap<string, string>;

/** The groups of tensors whose names begin with the same part. */
function groupsOf(group: Group): ReadonlyMap<string, Group> {
  const groups = new Map<string, Map<string, string>>();
  for (const [name, whole] of group) {
    const dot = name.indexOf('.');
    if (dot < 0) continue;
    const part = name.slice(0, dot);
    const inner = groups.get(part) ?? new Map<string, string>();
    groups.set(part, inner.set(name.slice(dot + 1), whole));
  }
  return groups;
}

/** The tensors' names without the parts of torch.compile. Unchanged if two names would become equal. */
function plainNames(tensors: ReadonlyMap<string, unknown>): Group {
  const plain = new Map([...tensors.keys()].map((name) => [withoutCompiled(name), name]));
  return plain.size === tensors.size ? plain : new Map([...tensors.keys()].map((n) => [n, n]));
}

/**
 * Finds the models in a file by the names of its tensors. Whatever a training put before the names (`model.`,
 * `state_dict.module.`, `generator_ema.`) does not matter: a model begins where a family recognises the rest. A file can
 * contain several models, of one family or of different ones. They are in the order of the file.
 */
export function modelsIn(file: string, tensors: ReadonlyMap<string, WeightEntry>): Contents {
  const models: FoundModel[] = [];
  let notNeeded = false;
  /** Finds the models in a group, and returns the names of their tensors in the file. */
  const visit = (group: Group, parts: readonly string[], outer: Family | null): Set<string> => {
    const index = new Map<string, WeightEntry>();
    for (const [name, whole] of group) index.set(name, tensors.get(whole)!);
    const found = recognise({ file, tensors: index });
    // A part of a file says nothing about the rest of it.
    if (found === 'not-needed') notNeeded ||= group.size === tensors.size;
    const family = found === 'not-needed' ? null : found;
    const taken = new Set<string>();
    if (parts.length < MAX_PARTS)
      for (const [part, inner] of groupsOf(group))
        // Smaller parts are modules of networks. One tensor alone is recognised at the root only.
        if (inner.size > 1 && (inner.size >= MIN_TENSORS || inner.size === tensors.size))
          for (const whole of visit(inner, [...parts, part], outer ?? family)) taken.add(whole);
    // Parts of a network can look like another network. A copy of the network itself cannot be a part of it.
    if (!family || (outer && outer !== family)) return taken;
    const names = new Map([...group].filter(([, whole]) => !taken.has(whole)));
    models.push({ family, prefix: parts.join('.'), names });
    for (const whole of names.values()) taken.add(whole);
    return taken;
  };
  visit(plainNames(tensors), [], null);
  const order = new Map([...tensors.keys()].map((name, i) => [name, i]));
  const first = ({ names }: FoundModel) => {
    const [whole] = names.values();
    return order.get(whole) ?? 0;
  };
  return { models: models.toSorted((a, b) => first(a) - first(b)), notNeeded };
}

/** The key of a model whose names have no prefix. */
const ROOT = 'top-level';

/**
 * Short keys of several models, for people: the part of the prefix by which each differs from the others.
 * `state_dict.generator.module` and `state_dict.generator_ema.module` are `generator` and `generator_ema`.
 */
export function keysOf(prefixes: readonly string[]): string[] {
  const all = prefixes.map((prefix) => (prefix === '' ? [] : prefix.split('.')));
  let common = 0;
  while (all.every((parts) => parts.length > common && parts[common] === all[0][common]))
    common += 1;
  const rest = all.map((parts) => parts.slice(all.length > 1 ? common : 0));
  return rest.map((parts, at) => {
    for (let length = 1; length < parts.length; length += 1) {
      const key = parts.slice(0, length).join('.');
      const isUnique = rest.every(
        (other, i) => i === at || other.slice(0, length).join('.') !== key,
      );
      if (isUnique) return key;
    }
    return parts.join('.') || ROOT;
  });
}
