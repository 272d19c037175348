import './ask-first.css';

interface Props {
  question: string;
  yes: string;
  no: string;
  onYes(): void;
  onNo(): void;
}

/** Asks before something is deleted. “No” has the focus. */
export const AskFirst = ({ question, yes, no, onYes, onNo }: Props) => (
  <div className="ask-first" role="group" aria-label={question}>
    <p>{question}</p>
    <button type="button" className="button" onClick={onYes}>
      {yes}
    </button>
    <button type="button" className="button button-quiet" autoFocus onClick={onNo}>
      {no}
    </button>
  </div>
);
