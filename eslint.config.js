import js from '@eslint/js'
import { importX, createNodeResolver } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'
import { IMPORT_TABLE, TEST_FILES } from './bin/lint/import-table.js'

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '**/.next/',
      '.tributary/',
      'db/migrations/',
      'next-env.d.ts',
      'playwright-report/',
      'public/',
      'test-results/',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'import-x/extensions': ['error', 'ignorePackages'],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-self-import': 'error',
      'import-x/no-duplicates': 'error',
      'import-x/no-restricted-paths': ['error', { zones: IMPORT_TABLE }],

      'max-lines': ['error', 400],
      'max-params': ['error', 5],
      'no-console': 'off',
      eqeqeq: 'error',

      '@typescript-eslint/no-dynamic-delete': 'off',

      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false, properties: false } },
      ],
      // Awaited where leaving the block closes something or where it is caught.
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    // The browser may know the server's types, never its code.
    files: ['app/**/*.{ts,tsx}'],
    ignores: ['app/_server/**', 'app/api/**', 'app/**/{page,layout}.tsx', ...TEST_FILES],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/_server/**'],
              allowTypeImports: true,
              message: 'This runs in the browser: import types only.',
            },
          ],
        },
      ],
    },
  },
  {
    // Playwright finds fixtures by destructuring: an empty pattern says "none".
    files: ['e2e/**/*.ts'],
    rules: { 'no-empty-pattern': 'off' },
  },
  {
    // The SDK calls its HTTP client with eight arguments.
    files: ['nodes/stripe/client/http-client.ts'],
    rules: { 'max-params': 'off' },
  },
  {
    files: TEST_FILES,
    rules: {
      'import-x/no-restricted-paths': 'off',
      'max-lines': ['error', 600],
      '@typescript-eslint/no-invalid-void-type': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}', '**/*.d.mts'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: {
        process: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
      },
    },
  },
)
