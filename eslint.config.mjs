import tseslint from 'typescript-eslint';

/**
 * Type-checked rules, which catch what the compiler does not: unawaited promises, and switches that miss a case.
 * `test/architecture.test.ts` and `test/manifest.test.ts` check which file can call what.
 */
export default tseslint.config(
  {
    ignores: [
      'dist/',
      'out/',
      '.vscode-test/',
      'node_modules/',
      'test/editor/empty-extension/',
      'test/editor/harness/sample-extension/',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.mjs', 'schemas/*.mjs'] } } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      // These take a quarter of the time of all rules. They are for enums, which are not used here, and for classes
      // that are never assigned untyped.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    // Work that no caller awaits goes through `background`, which logs and shows its errors.
    files: ['src/**'],
    rules: {
      'no-void': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { checkThenables: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'CallExpression[callee.property.name=/^on(Did|Will)/] > :function[async=true]',
          message: 'No caller waits for a listener: call `background` in it.',
        },
      ],
    },
  },
  {
    files: ['scripts/**', 'test/**', '**/*.mjs'],
    rules: {
      'no-console': 'off',
      // `test()` and `describe()` of node:test return promises that its runner awaits.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              package: 'node:test',
              name: ['test', 'describe', 'it', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
            },
          ],
        },
      ],
    },
  },
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
