import { isIP } from 'node:net';
import os from 'node:os';

/** The host of a `Host` header, in lower case, without the port and without the brackets of an IPv6 address. */
function hostOf(header) {
  const match = /^(?:\[([\da-f:.]+)\]|([^:[\]]*))(?::\d*)?$/i.exec(header ?? '');
  return match ? (match[1] ?? match[2]).toLowerCase().replace(/\.$/, '') : '';
}

/**
 * A check of the `Host` header against DNS rebinding: a foreign page can let its own name point at this machine, and
 * read what the server answers. An IP address needs no check, as a page of that address comes from this machine.
 * @param names further names of this server
 */
export function hostCheck(names) {
  const own = os.hostname().toLowerCase();
  const known = new Set([own, own.split('.')[0], ...names.map((name) => name.toLowerCase())]);
  return (header) => {
    const host = hostOf(header);
    return isIP(host) > 0 || host === 'localhost' || host.endsWith('.localhost') || known.has(host);
  };
}
