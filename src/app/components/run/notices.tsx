import { useAppState, useText } from '../../context.ts';
import { MemoryNotice } from '../shared/memory-note.tsx';
import { FetchedAgain } from './fetched-again.tsx';
import { QuietNotice } from './quiet-notice.tsx';
import './notices.css';

/** Notices about the run and its result, for example an uncertain mask. */
export function Notices() {
  const text = useText();
  const notices = useAppState(({ opened, notices }) => opened?.notices ?? notices);
  const healed = useAppState((state) => state.healed);
  return (
    <ul className="notices" aria-live="polite">
      {healed.map((fault) => (
        <li key={fault} data-healed={fault}>
          {text.life.healed[fault]}
        </li>
      ))}
      {notices.map((notice) => (
        <li key={notice}>{text.notices[notice]}</li>
      ))}
      <FetchedAgain />
      <QuietNotice />
      <MemoryNotice />
    </ul>
  );
}
