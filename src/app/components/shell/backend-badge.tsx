import { useAppState, useLang, useText } from '../../context.ts';
import { fill } from '../../i18n/index.ts';
import { selfCheckNote } from '../../select.ts';
import { useOfflineState } from '../../offline/context.ts';
import { MemoryNote } from '../shared/memory-note.tsx';
import { Popover } from '../overlay/popover.tsx';
import './backend-badge.css';

/** Shows whether the GPU or the CPU computes. A click shows the reason. */
export function BackendBadge() {
  const { backend: text, check, offline } = useText();
  const { lang } = useLang();
  const opensOffline = useOfflineState(({ ready }) => ready);
  const choice = useAppState((state) => state.choice);
  if (!choice) return null;
  const { backend, reason, adapter, threads, rasterizer } = choice;
  const note = selfCheckNote(choice);
  const detail =
    backend === 'webgpu'
      ? 'WebGPU'
      : threads > 1
        ? fill(text.threads, { count: threads })
        : text.thread;
  return (
    <div className="badge" data-backend={backend}>
      <Popover
        buttonClass="chip"
        button={
          <>
            <span className="badge-lamp" />
            {text[backend]}
            <span className="badge-detail"> · {detail}</span>
          </>
        }
        hint={text.reasons[reason]}
        label={text.label}
        panelClass="badge-panel"
      >
        <h2>{text.label}</h2>
        <p>{text.reasons[reason]}</p>
        {adapter && <p>{fill(text.adapter, { adapter })}</p>}
        {note && <p>{fill(text[note.key], { percent: note.percent })}</p>}
        {opensOffline && !crossOriginIsolated && <p>{offline.moreThreads}</p>}
        <MemoryNote />
        <p>{rasterizer === 'webgpu' ? text.rasterizerWebgpu : text.rasterizerCpu}</p>
        <a href={`?check=1&lang=${lang}`} target="_blank" rel="noreferrer">
          {check.label}
        </a>
      </Popover>
    </div>
  );
}
