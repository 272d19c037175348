/** Titles of the parts, in the order of the report. */
const TITLES = {
  attention: 'Attention alone',
  demo: 'Demo pack, default run',
  agreement: 'What WebGPU and the CPU made',
  official: "FaceLift's networks at their own size, random weights",
  rasterizer: 'Rasterizer',
  pytorch: 'The same in PyTorch',
};
/** What the columns are called. Others have the name of the value. */
const LABELS = {
  error: 'error ÷ range',
  batch: 'rows',
  runMs: 'a run (ms)',
  kernelMs: 'kernel (ms)',
  gflopPerS: 'GFLOP/s',
  tflopPerS: 'TFLOP/s',
  peakMb: 'GPU buffers, peak (MB)',
  forecastMb: 'forecast (MB)',
  nvidiaSmiMb: 'nvidia-smi, peak (MB)',
  sessionMs: 'session (ms)',
  firstMs: 'first (ms)',
  parametersM: 'parameters (M)',
  difference: 'from the other precision ÷ range',
  makeWeightsMs: 'weights made (ms)',
  psnrDb: 'PSNR (dB)',
  largestLevels: 'largest (of 255)',
  visibleShare: 'differ by > 2 levels',
  wallMs: 'wall (ms)',
  deviceMs: 'device (ms)',
  keysPerUs: 'keys per µs',
};
const HIDDEN = new Set(['host', 'part', 'wrong', 'notMeasured']);

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

function cell(value, key) {
  if (value === null || value === undefined) return 'not measured';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return String(value).replaceAll('|', '/');
  if (Number.isInteger(value)) return String(value);
  if (/error|[dD]ifference/.test(key) || (value !== 0 && Math.abs(value) < 1e-3))
    return value.toExponential(1);
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toPrecision(3);
}

const line = (cells) => `| ${cells.join(' | ')} |`;

/** A table with one line per row. Lines of wrong results are bold. */
function table(rows) {
  const keys = [...new Set(rows.flatMap(Object.keys))].filter((key) => !HIDDEN.has(key));
  const lines = rows.map((row) => {
    const cells = keys.map((key) => {
      if (key in row) return cell(row[key], key);
      return row.notMeasured ? '' : '–';
    });
    if (row.notMeasured) cells[cells.length - 1] += ` not measured: ${cell(row.notMeasured)}`;
    return line(row.wrong ? cells.map((text) => (text.trim() ? `**${text}**` : text)) : cells);
  });
  return [line(keys.map((key) => LABELS[key] ?? key)), line(keys.map(() => '---')), ...lines];
}

/** The demo pack: one column per backend and visit, with medians over the turns. */
function demoTable(rows) {
  const groups = new Map();
  for (const row of rows) {
    const name = `${row.backend}, ${row.visit}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const keys = [...new Set(rows.flatMap(Object.keys))].filter(
    (key) => !HIDDEN.has(key) && !['backend', 'visit'].includes(key),
  );
  const columns = [...groups.values()];
  return [
    line([
      '',
      ...[...groups].map(([name, list]) => `${name}${list.length > 1 ? ` ×${list.length}` : ''}`),
    ]),
    line(['---', ...columns.map(() => '---')]),
    ...keys.map((key) =>
      line([
        LABELS[key] ?? key,
        ...columns.map((list) => {
          const found = list.map((row) => row[key]).filter((value) => value !== undefined);
          return found.length > 0 ? cell(median(found), key) : '–';
        }),
      ]),
    ),
  ];
}

const nameOf = ({ adapter, flags, engine }) => {
  const { vendor, architecture, device, description, features } = adapter ?? {};
  const name = [vendor, architecture, device, description].filter(Boolean).join(' ');
  const check = engine?.check ? `; self-check: ${JSON.stringify(engine.check)}` : '';
  return `${name || 'no adapter'}${flags ? ` (flags: ${flags})` : ''}; features: ${(features ?? []).join(', ')}${check}`;
};

/** The whole report as markdown. */
export function reportText({ software, gpu, cpu, cores, hosts, rows, problems }) {
  const text = ['# Measurements on a GPU', ''];
  if (software)
    text.push(
      '**A rehearsal on a software GPU. Sizes are reduced, and the times say nothing about a GPU.**',
      '',
    );
  text.push(`GPU by nvidia-smi: ${gpu ?? 'none'}. CPU: ${cpu}, ${cores} cores.`);
  for (const [host, facts] of Object.entries(hosts)) text.push('', `${host}: ${nameOf(facts)}`);
  for (const [part, title] of Object.entries(TITLES)) {
    const ofPart = rows.filter((row) => row.part === part);
    for (const host of new Set(ofPart.map((row) => row.host))) {
      const mine = ofPart.filter((row) => row.host === host);
      text.push('', `## ${title}, ${host}`, '');
      if (part === 'demo') text.push(...demoTable(mine));
      // Rows of different kinds have tables of their own.
      else for (const group of groupsOf(mine)) text.push(...table(group), '');
    }
  }
  if (problems.length > 0) text.push('', '## Problems', '', ...problems.map((each) => `- ${each}`));
  return `${text.join('\n')}\n`;
}

/** Groups of rows that begin with the same column. */
function groupsOf(rows) {
  const groups = new Map();
  for (const row of rows) {
    const kind = Object.keys(row).filter((key) => !HIDDEN.has(key))[0];
    const name = kind === 'what' ? Object.keys(row).slice(0, 4).join() : kind;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return groups.values();
}
