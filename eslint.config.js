import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Time, chance and I/O come in through ports, so that every run can be repeated. */
const AMBIENT = ['Date', 'setTimeout', 'setInterval', 'setImmediate', 'fetch', 'performance'].map(
  (name) => ({
    name,
    message: 'Take it through a port, so that tests and the simulation decide it.',
  }),
);
/** The relay's own queue of look-ups waits for the sockets with setImmediate. */
const DATES = ['Date', 'setImmediate'];
const NO_RANDOM = {
  object: 'Math',
  property: 'random',
  message: 'Take the Random port, so that a seed repeats the run.',
};
/**
 * What a module evaluates as it loads is preloaded into flash, and the Moddable SDK (8.2.3) mishandles some of it there. A
 * RegExp leaks at each use, and then the device crashes (xs/sources/xsre.c, fxAllocateRegExpData); to set a Date crashes;
 * weak collections and static fields cannot be written; an importer of a variable sees its first value for ever.
 */
const PRELOADED = [
  ['Literal[regex]:not(:function Literal)', 'A RegExp outside a function'],
  [
    ':matches(CallExpression, NewExpression)[callee.name=/^(RegExp|Date|WeakMap|WeakSet|WeakRef)$/]:not(:function *)',
    'Such an object outside a function',
  ],
  ['PropertyDefinition[static=true]:not([readonly=true])', 'A static field that may change'],
  ['ExportNamedDeclaration > VariableDeclaration[kind!="const"]', 'An exported variable'],
].map(([selector, what]) => ({ selector, message: `${what} does not survive preloading.` }));
const PURE = [
  'device/!(platform|typings)/**/*.ts',
  'simulator/{hd44780,ports}/**/*.ts',
  'tools/virtual/**/*.ts',
];

export default tseslint.config(
  { ignores: ['node_modules/', 'data/', '.cache/', 'build/', 'dist/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
    },
  },
  {
    files: PURE,
    rules: {
      'no-restricted-globals': ['error', ...AMBIENT],
      'no-restricted-properties': ['error', NO_RANDOM],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:|embedded:|timer$|time$|preference$|mc/|resource$|sntp$|wifi$)',
              message: 'Only platform/, main*, the relay and the simulator reach outside.',
            },
          ],
        },
      ],
    },
  },
  {
    // Times that are given may be spelled or handed to the database; no clock is read.
    files: ['relay/{account,devices,grant,home,http,playing}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...AMBIENT.filter(({ name }) => !DATES.includes(name))],
      'no-restricted-properties': ['error', NO_RANDOM, { object: 'Date', property: 'now' }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Take the time from the Clock.',
        },
      ],
    },
  },
  { files: ['device/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...PRELOADED] } },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js'], languageOptions: { globals: globals.node } },
);
