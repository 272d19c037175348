import type { Session } from './engine.ts';

interface KeptSession {
  session: Session;
  /** Whether it runs on the CPU, whatever the backend is. */
  small: boolean;
  /** Bytes of its weight files. */
  bytes: number;
}

/**
 * Open sessions by the keys of their networks. They stay open as long as their weight files have at most
 * `keepBytes` in total. The least recently used session is released first.
 */
export class KeptSessions {
  readonly #keepBytes: number;
  /** The least recently used session comes first. */
  readonly #sessions = new Map<string, KeptSession>();

  constructor(keepBytes: number) {
    this.#keepBytes = keepBytes;
  }

  /** The session of this network, which then counts as used. */
  get(key: string): Session | undefined {
    const kept = this.#sessions.get(key);
    if (!kept) return undefined;
    this.#sessions.delete(key);
    this.#sessions.set(key, kept);
    return kept.session;
  }

  has(key: string): boolean {
    return this.#sessions.has(key);
  }

  set(key: string, kept: KeptSession): void {
    this.#sessions.set(key, kept);
  }

  /** Whether a session with weights of this size fits without another being released. */
  hasRoom(bytes: number): boolean {
    return this.#bytes() + bytes <= this.#keepBytes;
  }

  /** Releases sessions until the remaining ones and one of this size fit. That may be all of them. */
  async makeRoom(bytes: number): Promise<void> {
    for (const [key, { session }] of this.#sessions) {
      if (this.hasRoom(bytes)) return;
      this.#sessions.delete(key);
      await session.release();
    }
  }

  /** Releases the sessions on a lost device. Only their memory on the CPU is left to free. */
  async dropLost(): Promise<void> {
    for (const [key, { session, small }] of this.#sessions) {
      if (small) continue;
      this.#sessions.delete(key);
      await session.release().catch(() => undefined);
    }
  }

  #bytes(): number {
    return [...this.#sessions.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
