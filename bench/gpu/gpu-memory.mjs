import { spawn, spawnSync } from 'node:child_process';

const query = (what, ...more) => [`--query-gpu=${what}`, '--format=csv,noheader,nounits', ...more];

/** Reads the memory in use on the first NVIDIA GPU five times per second. Without nvidia-smi every value is null. */
export function watchGpuMemory() {
  const { stdout } = spawnSync('nvidia-smi', query('name,driver_version,memory.total'), {
    encoding: 'utf8',
    timeout: 10_000,
  });
  const name = stdout?.trim().split('\n')[0] || null;
  if (!name) return { name, reset: () => undefined, peakMb: () => null, stop: () => undefined };
  let [peak, last] = [null, null];
  const child = spawn('nvidia-smi', query('memory.used', '-lms', '200'));
  child.on('error', () => undefined);
  child.stdout.on('data', (data) => {
    for (const line of String(data).trim().split('\n')) {
      last = Number(line.split(',')[0]) * 1.048576;
      peak = Math.max(peak ?? 0, last);
    }
  });
  return {
    name,
    reset: () => void (peak = last),
    /** Largest memory in use since `reset`, by all programs, in MB. */
    peakMb: () => peak,
    stop: () => child.kill(),
  };
}
