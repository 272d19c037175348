/**
 * Asks npm for known vulnerabilities of the packages in a folder's package-lock.json.
 * @param options `accepted`: reasons by advisory id. `env`: further environment variables for npm
 * @returns `failed` if there are advisories that are not accepted; `skipped` if none could be fetched, for example
 * without a network. `lines` are sentences for the user.
 */
export function audit(
  folder: string,
  options?: { accepted?: Record<string, string>; env?: Record<string, string> },
): { state: 'passed' | 'failed' | 'skipped'; lines: string[] };
