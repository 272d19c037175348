import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

const LOOPBACK = ['127.0.0.1', '::1'];

/** The settings of the server from the environment variables that docs/hosting.md describes. */
export function settingsFrom(env) {
  const port = Number(env.PORT ?? 4173);
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(`PORT is ${env.PORT}. It must be a number from 0 to 65535.`);
  if (!env.TLS_CERT !== !env.TLS_KEY)
    throw new Error('TLS_CERT and TLS_KEY must both be set, or neither.');
  const names = env.ALLOWED_HOSTS?.split(',').map((name) => name.trim()) ?? [];
  return {
    port,
    addresses: env.HOST ? [env.HOST] : LOOPBACK,
    hosts: [...names, env.HOST ?? ''].filter((name) => name !== ''),
    tls: env.TLS_CERT && { cert: readFileSync(env.TLS_CERT), key: readFileSync(env.TLS_KEY) },
  };
}

/** Starts one server on one address. Rejects with a sentence. */
function open(handler, { address, port, tls }) {
  const server = tls ? createTlsServer(tls, handler) : createServer(handler);
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const sentences = {
        EADDRINUSE: `Port ${port} is in use. Try another port: PORT=${port + 1} npm start`,
        EACCES: `Port ${port} needs more rights. Try another port: PORT=8080 npm start`,
        EADDRNOTAVAIL: `${address} is no address of this machine. HOST must be one.`,
        ENOTFOUND: `${address} is no name of this machine. HOST must be one, or an IP address.`,
      };
      reject(new Error(sentences[cause.code] ?? cause.message, { cause }));
    });
    server.listen(port, address, () => resolve(server));
  });
}

/** Serves on every address. listen.d.mts has the details. */
export async function listen(handler, { port, addresses, tls }) {
  const servers = [];
  for (const address of addresses) {
    try {
      // If the port is 0, the system chooses it. All addresses then get the same port.
      const chosen = servers[0]?.address().port ?? port;
      servers.push(await open(handler, { address, port: chosen, tls }));
    } catch (error) {
      // A machine without IPv6 has only the first loopback address.
      const missing = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(error.cause?.code);
      if (missing && address === '::1') continue;
      await Promise.all(servers.map(close));
      throw error;
    }
  }
  const all = addresses.some((name) => ['0.0.0.0', '::'].includes(name));
  const local = addresses.some((name) => ['127.0.0.1', '::1'].includes(name));
  const names = all ? ['localhost', hostname()] : local ? ['localhost'] : addresses;
  const bound = servers[0].address().port;
  return {
    urls: names.map((name) => {
      const host = isIP(name) === 6 ? `[${name}]` : name;
      return `${tls ? 'https' : 'http'}://${host}:${bound}/`;
    }),
    close: () => Promise.all(servers.map(close)),
  };
}

const close = (server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
