import { fill, type Messages } from '../i18n/index.ts';
import { verdictOf, type CheckState, type Fact, type Line } from './state.ts';

/** A fact as a sentence. */
export const factText = ({ key, values = {} }: Fact, { check }: Messages): string =>
  fill((check.facts as Readonly<Record<string, string>>)[key] ?? key, values);

/** The name of a line. */
export const lineName = ({ id, network }: Line, { check, networks }: Messages): string =>
  network
    ? fill(check.network, { network: networks[network] })
    : ((check.lines as Readonly<Record<string, string>>)[id] ?? id);

/** The whole check as text, to be sent to somebody. */
export function checkAsText(state: CheckState, text: Messages): string {
  const { check } = text;
  const lines = state.lines.map((line) =>
    [
      `${lineName(line, text)} [${check.states[line.state]}]`,
      ...line.facts.map((fact) => `  ${factText(fact, text)}`),
    ].join('\n'),
  );
  return [`${text.title} – ${check.label}`, check.verdicts[verdictOf(state)], ...lines, ''].join(
    '\n',
  );
}
