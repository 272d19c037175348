/** A path without the extension of its file. */
export const stemOf = (path: string) => path.replace(/(?<=[^/])\.[^./]*$/, '');

/**
 * The output folder of each file: the file's path without the extension, or with it if two would be equal. Of names that
 * are still equal, the later ones get a number: `mouse (2)`. Upper and lower case count as equal, because some file
 * systems do not tell them apart.
 * @param paths relative paths, with `/` between folders
 * @param stems what the names are if no two are equal. Default: the paths without their extensions
 */
export function outputNames(
  paths: readonly string[],
  stems: readonly string[] = paths.map(stemOf),
): string[] {
  const count = new Map<string, number>();
  for (const stem of stems) count.set(stem.toLowerCase(), (count.get(stem.toLowerCase()) ?? 0) + 1);
  const taken = new Set<string>();
  return paths.map((path, i) => {
    const base = count.get(stems[i].toLowerCase()) === 1 ? stems[i] : path;
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base} (${n})`;
    taken.add(name.toLowerCase());
    return name;
  });
}
