import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';

/** The rooms (folders of src) from top to bottom. A room imports only rooms below it (docs/architecture.md). */
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

/** Rooms that may import fewer rooms than all below them, with the rooms that they may import. */
const importsOf = { app: ['worker', 'core'] };

/** The rules for the imports of one room. */
const roomRules = (room) => {
  const allowed = importsOf[room] ?? rooms.slice(rooms.indexOf(room) + 1);
  const forbidden = rooms.filter((other) => other !== room && !allowed.includes(other));
  return {
    files: [`src/${room}/**/*.{ts,tsx}`],
    ignores: ['**/*.test.ts', '**/*.test.tsx'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...forbidden.map((other) => ({
              regex: `^(\\.\\./)+${other}/`,
              message: `src/${room} may not import src/${other} (docs/architecture.md).`,
            })),
            { regex: '^(\\.\\./)+cli/', message: 'No room may import cli (docs/architecture.md).' },
            ...(room === 'families'
              ? []
              : [
                  {
                    // Tables and interfaces are files of src/families. Each family is a folder in it.
                    regex: '^(\\.\\./)+families/[^/]+/',
                    message:
                      'Only src/families may import the folder of a family. Use the tables in src/families (docs/architecture.md).',
                  },
                ]),
            ...(room === 'app'
              ? [
                  {
                    regex: '^onnxruntime',
                    message: 'src/app may not import onnxruntime (docs/architecture.md).',
                  },
                ]
              : []),
            ...(['core', 'graphs', 'gpu', 'families', 'packs'].includes(room)
              ? [
                  {
                    regex: '^(react|three|comlink|node:|onnxruntime)',
                    message: `src/${room} runs in browsers and in Node, so it may not import this package.`,
                  },
                ]
              : []),
          ],
        },
      ],
    },
  };
};

/** The rules for the imports of cli. It imports neither src/worker nor src/app, except the sentences in src/app/i18n. */
const cliRules = {
  files: ['cli/**/*.ts'],
  ignores: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^(\\.\\./)+src/(app/(?!i18n/(en|index|losses/sentences)\\.ts$)|worker/)',
            message:
              'cli may not import src/app (except i18n) or src/worker (docs/architecture.md).',
          },
          {
            regex:
              '^(\\.\\./)+src/inference/ort\\.ts$|^(react|three|comlink|onnxruntime-web|mediabunny)',
            message: 'This module runs only in browsers.',
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
  {
    // What components say is in src/app/i18n, in every language. e2e/words.spec.ts walks over the page.
    files: ['src/app/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'JSXText[value=/[A-Za-z]{2}/]',
          'JSXAttribute[name.name=/^(aria-label|aria-valuetext|alt|placeholder|title)$/] Literal[value=/^(?!https?:).*[A-Za-z]{2}/]',
          'JSXAttribute[name.name=/^(aria-label|aria-valuetext|alt|placeholder|title)$/] TemplateElement[value.raw=/[A-Za-z]{2}/]',
          ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{2}/]',
          ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=/[A-Za-z]{2}/]',
          ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{2}/]',
        ].map((selector) => ({ selector, message: 'Texts of the page are in src/app/i18n.' })),
      ],
    },
  },
  { files: ['**/*.{mjs,js}'], languageOptions: { globals: globals.node } },
  {
    files: ['e2e/**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: '@playwright/test',
              importNames: ['test', 'expect'],
              message: 'Import it from e2e/test.ts, which counts violations of the policy.',
            },
          ],
        },
      ],
    },
  },
  { files: ['bench/*/page/*.mjs'], languageOptions: { globals: globals.browser } },
  ...rooms.map(roomRules),
  cliRules,
);
