/** Licences that ask for no more than their text, in SPDX form. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Zlib',
]);

/** Licences that ask for more. Each is allowed only for the packages that were looked at. */
const LIMITED = {
  // Their files are used unchanged, and the sources of the packages are public.
  'MPL-2.0': /^(mediabunny|axe-core|@axe-core\/playwright|lightningcss(-.*)?)$/,
  // libvips is a library file of its own, which anyone can replace. Only the command line loads it.
  'LGPL-3.0-or-later': /^@img\/sharp-/,
  // Data about browsers. A build tool reads it, and no copy is served.
  'CC-BY-4.0': /^caniuse-lite$/,
};

const isAllowed = (name, licence) => PERMISSIVE.has(licence) || !!LIMITED[licence]?.test(name);

/** Whether an SPDX expression without inner brackets is allowed: one of the `OR` parts, with all its `AND` parts. */
const isExpressionAllowed = (name, expression) =>
  expression
    .replace(/^\(([^()]*)\)$/, '$1')
    .split(' OR ')
    .some((part) => part.split(' AND ').every((licence) => isAllowed(name, licence)));

/** Sentences about the packages of a lock file whose licences are not allowed. licences.d.mts has the details. */
export const licenceProblems = ({ packages }) =>
  Object.entries(packages)
    .filter(([place]) => place !== '')
    .map(([place, { license }]) => [place.split('node_modules/').at(-1), license])
    .filter(([name, licence]) => !licence || !isExpressionAllowed(name, licence))
    .map(
      ([name, licence]) =>
        `the package ${name} has the licence ${licence ?? '(none)'}, which scripts/licences.mjs does not allow`,
    );
