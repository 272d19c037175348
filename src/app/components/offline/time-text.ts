import type { RoughTime } from '../../eta/remaining.ts';
import { fill, type Messages } from '../../i18n/index.ts';

/** A rough time in words. */
export const timeText = (time: RoughTime, times: Messages['offline']['times']): string =>
  time.unit === 'few' ? times.few : fill(times[time.unit], { count: time.count });
