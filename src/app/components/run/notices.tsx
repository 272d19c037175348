import { useAppState, useText } from '../../context.ts';
import { canCorrect } from '../../correct/can-correct.ts';
import { useCorrectActions } from '../../correct/context.ts';
import type { Notice } from '../../../worker/protocol.ts';
import { MemoryNotice } from '../shared/memory-note.tsx';
import { FetchedAgain } from './fetched-again.tsx';
import { QuietNotice } from './quiet-notice.tsx';
import './notices.css';

/** The notices on cut-outs that the editor of the mask can better. */
const BY_HAND: readonly Notice[] = ['mask-unsure', 'several-animals', 'alpha-ignored'];

/** Notices about the run and its result, for example an uncertain mask. */
export function Notices() {
  const text = useText();
  const notices = useAppState(({ opened, notices }) => opened?.notices ?? notices);
  const canEdit = useAppState((state) => canCorrect(state, 'mask'));
  const correct = useCorrectActions();
  const healed = useAppState((state) => state.healed);
  return (
    <ul className="notices" aria-label={text.noticesLabel} aria-live="polite">
      {healed.map((fault) => (
        <li key={fault} data-healed={fault}>
          {text.life.healed[fault]}
        </li>
      ))}
      {notices.map((notice) => (
        <li key={notice}>
          {text.notices[notice]}
          {BY_HAND.includes(notice) && canEdit && (
            <button type="button" className="button" onClick={() => void correct.open('mask')}>
              {text.correct.byHand}
            </button>
          )}
        </li>
      ))}
      <FetchedAgain />
      <QuietNotice />
      <MemoryNotice />
    </ul>
  );
}
