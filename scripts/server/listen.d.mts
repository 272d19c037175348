import type { RequestListener } from 'node:http';

export interface Settings {
  /** Port; 0 lets the system choose. */
  port: number;
  /** Addresses or names of this machine to listen on. */
  addresses: string[];
  /** Names, beside those of this machine, for which the server answers. */
  hosts: string[];
  /** Certificate chain and key in PEM form. Without them the server speaks plain HTTP. */
  tls?: { cert: Buffer; key: Buffer };
}

/**
 * The settings from `PORT`, `HOST`, `ALLOWED_HOSTS`, `TLS_CERT` and `TLS_KEY`. Without `HOST`, the addresses are those
 * that only this machine can reach.
 * @throws Error with a sentence for the user
 */
export function settingsFrom(env: Record<string, string | undefined>): Settings;

/**
 * Serves on every address.
 * @returns the URLs to show to the user, and a function that ends all connections
 * @throws Error with a sentence for the user if the port is in use or an address is wrong
 */
export function listen(
  handler: RequestListener,
  settings: Omit<Settings, 'hosts'>,
): Promise<{ urls: string[]; close: () => Promise<unknown> }>;
