/**
 * Sentences about the packages whose licences are not allowed, or are not known.
 * @param lock contents of a package-lock.json of version 3
 */
export function licenceProblems(lock: { packages: Record<string, { license?: string }> }): string[];
