/** The browser may report a loss so many milliseconds after the operation that failed because of it. */
const REPORT_MS = 2000;

/** The loss of a device after an operation on it failed. Undefined if the device works. */
export async function lossOf(device: GPUDevice): Promise<GPUDeviceLostInfo | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, REPORT_MS, undefined);
  });
  const info = await Promise.race([device.lost, patience]);
  clearTimeout(timer);
  return info;
}

/**
 * Maps a buffer for reading. A device that is lost rejects with an AbortError, which elsewhere means that a person has
 * cancelled the run. This function rejects with another error.
 */
export async function mapToRead(buffer: GPUBuffer): Promise<void> {
  try {
    await buffer.mapAsync(GPUMapMode.READ);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the GPU did not give its buffer: ${why}`, { cause });
  }
}
