import { useAppState, useText } from '../../context.ts';
import { fill, translateValues } from '../../i18n/index.ts';
import { sizeText } from '../../../core/size-text.ts';

/**
 * How much memory a run with the chosen pack and settings needs, as a paragraph. Or a sentence that it will not fit, if
 * the limit is known. Nothing if the forecast is not known.
 */
export function MemoryNote({ className }: { className?: string }) {
  const text = useText();
  const forecast = useAppState((state) => state.forecast);
  const onGpu = useAppState(({ choice }) => choice?.backend === 'webgpu');
  if (!forecast) return null;
  const sentence = forecast.fits
    ? fill(onGpu ? text.memory.gpu : text.memory.cpu, { size: sizeText(forecast.bytes) })
    : tooLarge(text, forecast.values);
  return (
    <p className={className} data-fits={forecast.fits}>
      {sentence}
    </p>
  );
}

/** The notice before a run that will not fit. Nothing if the run fits, if this is not known, or during a run. */
export function MemoryNotice() {
  const text = useText();
  const forecast = useAppState((state) => state.forecast);
  const error = useAppState((state) => state.error);
  if (!forecast || forecast.fits || error?.code === 'memory-insufficient') return null;
  const { hint } = text.errors['memory-insufficient'];
  return (
    <li data-notice="memory">
      {tooLarge(text, forecast.values)} {hint}
    </li>
  );
}

const tooLarge = (text: ReturnType<typeof useText>, values: Record<string, string | number>) =>
  `${text.memory.tooLarge} ${fill(text.errors['memory-insufficient'].message, translateValues(values, text))}`;
