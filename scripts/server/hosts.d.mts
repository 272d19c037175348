/**
 * Check of the `Host` header against DNS rebinding. The result is true for IP addresses, for the names of this machine,
 * and for `names`.
 */
export function hostCheck(names: string[]): (header: string | undefined) => boolean;
