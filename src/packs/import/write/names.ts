import type { ImportPlan } from '../plan.ts';

/** `unet.safetensors` with the suffix `.2` → `unet.2.safetensors`. */
const withSuffix = (name: string, suffix: string): string =>
  name.replace(/(\.[^.]*)?$/, `${suffix}$1`);

/** Replaces file names in a section of pack.json, in the keys `file` and `files`. */
function renamedIn(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => renamedIn(each, names));
  if (typeof value !== 'object' || value === null) return value;
  const newOf = (name: unknown) => (typeof name === 'string' ? (names.get(name) ?? name) : name);
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key === 'file') return [key, newOf(inner)] as const;
    if (key === 'files' && Array.isArray(inner)) return [key, inner.map(newOf)] as const;
    return [key, renamedIn(inner, names)] as const;
  });
  return Object.fromEntries(entries);
}

/** Names of the files that an import writes. */
export const namesOf = ({ shards, copies }: ImportPlan): string[] =>
  [...copies, ...shards].map(({ name }) => name);

/**
 * A suffix with which no file of the new pack has the name of a file of the standing pack. So the standing pack stays
 * whole until pack.json names the new files.
 */
export function freeSuffix(plan: ImportPlan, standing: readonly string[]): string {
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : `.${n}`;
    if (!namesOf(plan).some((name) => standing.includes(withSuffix(name, suffix)))) return suffix;
  }
}

/** The plan with a suffix in the names of all its files. */
export function planWithSuffix(plan: ImportPlan, suffix: string): ImportPlan {
  if (suffix === '') return plan;
  const names = new Map(namesOf(plan).map((name) => [name, withSuffix(name, suffix)]));
  const renamed = <F extends { name: string }>(files: readonly F[]): F[] =>
    files.map((file) => ({ ...file, name: names.get(file.name) ?? file.name }));
  return {
    ...plan,
    shards: renamed(plan.shards),
    copies: renamed(plan.copies),
    manifest: {
      ...plan.manifest,
      // The sections keep their form, because only texts are replaced by texts.
      stages: renamedIn(plan.manifest.stages, names) as ImportPlan['manifest']['stages'],
    },
  };
}
