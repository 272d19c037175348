import { useShallow } from 'zustand/react/shallow';
import { useActions, useAppState, useText } from '../../context.ts';
import { paintable } from '../../correct/can-correct.ts';
import { useCorrectActions } from '../../correct/context.ts';
import { waysOut } from '../../ways-out.ts';
import { SizeForm } from '../posed/size-form.tsx';
import { AlertBox } from '../shared/alert-box.tsx';

/** The error of the last run, if there is one, with the ways out. */
export function ErrorAlert() {
  const text = useText().life;
  const { dismiss, takeWayOut } = useActions();
  const error = useAppState((state) => state.error);
  const correctText = useText().correct;
  const correct = useCorrectActions();
  const photo = useAppState(paintable);
  const ways = useAppState(useShallow(waysOut));
  return (
    error && (
      <AlertBox error={error} onDismiss={dismiss} form={<SizeForm />}>
        {photo && (
          <button type="button" className="button" onClick={() => void correct.paint(photo)}>
            {correctText.paint}
          </button>
        )}
        {ways.map((way, i) => (
          <button
            key={way}
            type="button"
            className={i === 0 ? 'button' : 'button button-quiet'}
            onClick={() => void takeWayOut(way)}
          >
            {text.waysOut[way]}
          </button>
        ))}
      </AlertBox>
    )
  );
}
