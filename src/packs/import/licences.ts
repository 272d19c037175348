import type { Networks } from './fit.ts';

/**
 * The licence of an imported pack. The licence's name joins the names of the terms of all families. Its text contains
 * these terms, and the whole text of each licence file in `files`.
 */
export function licenceOf(
  networks: Networks,
  files: readonly { path: string; text: string }[],
): { name: string; text: string } {
  const all = Object.values(networks).flatMap(({ family }) => family.terms);
  const terms = [...new Set(all)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    name: terms.map(({ name }) => name).join(' + '),
    text: [
      ...terms.map(({ name, terms }) => `${name}\n${terms}`),
      'Weights of your own that were trained from these carry the same terms.',
      ...files.map(({ path, text }) => `--- ${path} ---\n${text}`),
    ].join('\n\n'),
  };
}
