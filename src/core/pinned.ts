/** Handles whose operation is pending. */
const pinned = new Set<{ handle: object }>();

/**
 * Starts an operation of a handle, and keeps the handle alive until the operation has settled. Chromium (156) may
 * collect a handle that only the waiting function references. Then the operation never settles
 * (docs/known-issues.md, “Reads that never end”).
 */
export async function pin<Handle extends object, T>(
  handle: Handle,
  start: (handle: Handle) => Promise<T>,
): Promise<T> {
  const entry = { handle };
  pinned.add(entry);
  try {
    return await start(handle);
  } finally {
    pinned.delete(entry);
  }
}
