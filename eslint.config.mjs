import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';

/** Rooms from the top to the ground: a room imports only rooms below it. */
const rooms = [
  'app',
  'worker',
  'pipeline',
  'inference',
  'gpu',
  'packs',
  'families',
  'graphs',
  'core',
];

/** The rooms a room may additionally not know, and the one type-only door the shell has into the worker room. */
const doors = { app: ['worker', 'core'] };

const wall = (room) => {
  const open = doors[room] ?? rooms.slice(rooms.indexOf(room) + 1);
  const closed = rooms.filter((other) => other !== room && !open.includes(other));
  return {
    files: [`src/${room}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...closed.map((other) => ({
              regex: `^(\\.\\./)+${other}/`,
              message: `src/${room} may not know src/${other} (docs/architecture.md).`,
            })),
            { regex: '^(\\.\\./)+cli/', message: 'The command line is above every room.' },
            ...(room === 'families'
              ? []
              : [
                  {
                    // Tables and interfaces lie beside the folders.
                    regex: '^(\\.\\./)+families/[^/]+/',
                    message: 'A family is known by the tables in src/families/index.ts alone.',
                  },
                ]),
            ...(room === 'app'
              ? [{ regex: '^onnxruntime', message: 'Only src/inference talks to onnxruntime.' }]
              : []),
            ...(['core', 'graphs', 'gpu', 'families', 'packs'].includes(room)
              ? [
                  {
                    regex: '^(react|three|comlink|node:|onnxruntime)',
                    message: 'This room runs anywhere.',
                  },
                ]
              : []),
          ],
        },
      ],
    },
  };
};

/** The command line stands on the pipeline, beside page and worker. Of the page it knows the words alone. */
const cliWall = {
  files: ['cli/**/*.ts'],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^(\\.\\./)+src/(app/(?!i18n/(en|index)\\.ts$)|worker/)',
            message: 'cli knows neither page nor worker (docs/architecture.md).',
          },
          {
            regex:
              '^(\\.\\./)+src/inference/ort\\.ts$|^(react|three|comlink|onnxruntime-web|mediabunny)',
            message: 'For browsers only.',
          },
        ],
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'playwright-report', 'models', 'public'] },
  js.configs.recommended,
  tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['src/app/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  { files: ['**/*.{mjs,js}'], languageOptions: { globals: globals.node } },
  { files: ['bench/*/page/*.mjs'], languageOptions: { globals: globals.browser } },
  ...rooms.map(wall),
  cliWall,
);
