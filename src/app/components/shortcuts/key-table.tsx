import { useText } from '../../context.ts';
import { SHORTCUTS, type ShortcutGroup } from '../../shortcuts/list.ts';
import './key-table.css';

/** The keys of one part of the page, with what they do. */
export function KeyTable({ group }: { group: ShortcutGroup }) {
  const text = useText().access.shortcuts;
  const nameOf = (key: string) =>
    Object.hasOwn(text.keys, key) ? text.keys[key as keyof typeof text.keys] : key;
  return (
    <table className="key-table">
      <caption>{text.groups[group]}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{text.key}</th>
          <th scope="col">{text.effect}</th>
        </tr>
      </thead>
      <tbody>
        {SHORTCUTS[group].map(({ keys, word }) => (
          <tr key={word}>
            <td>
              {keys.map((key) => (
                <kbd key={key}>{nameOf(key)}</kbd>
              ))}
            </td>
            <td>{text.words[word]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
