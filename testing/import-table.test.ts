import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { expect, it } from 'vitest'
import { ROOT } from '../bin/root.ts'

/** The project's own lint, without the rules that need types: they take long and play no part. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: [
    { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts', '**/*.tsx'] },
    { languageOptions: { parserOptions: { projectService: false } } },
  ],
})

it.each([
  ['nodes/currency.ts', '../db/client.ts', 'nodes/ is the lowest floor'],
  [
    'nodes/stripe/client/client.ts',
    '../../netsuite/client/client.ts',
    'A provider folder never imports another',
  ],
  ['nodes/stripe/get/run.ts', '../lookup/kind.ts', 'A kind of node never imports another kind'],
  ['db/client.ts', '#engine/api.ts', 'db/ imports env.ts only'],
  ['engine/graph/edit.ts', '../engine.ts', 'engine/graph/ stands below'],
  ['engine/graph/edit.ts', '#db/client.ts', 'This also runs in the browser'],
  ['engine/graph/edit.ts', '#nodes/runners.ts', 'only browser-safe files'],
  ['engine/compile/compile.ts', '../queue/boss.ts', 'engine/compile/ knows only engine/graph/'],
  ['engine/samples/pure-step.ts', '#nodes/runners.ts', 'only browser-safe files'],
  ['engine/mapping-tests.ts', './flows.ts', 'Trying records out knows only'],
  ['engine/run/execute.ts', '#db/client.ts', 'Executing knows no database'],
  ['engine/run/execute.ts', '../queue/boss.ts', 'engine/run/ knows no queue'],
  ['engine/runs.ts', '../sandbox/main.ts', 'engine/ imports db/, nodes/ and env.ts only'],
  ['app/_editor/store.ts', '#db/client.ts', 'This runs in the browser'],
  ['app/_editor/store.ts', '#engine/api.ts', 'only the parts of engine/ that do'],
  ['app/_editor/store.ts', '#nodes/stripe/client/client.ts', 'Only browser-safe files of nodes/'],
  ['app/_server/router.ts', '#engine/runs.ts', 'The door of the engine is engine/api.ts'],
  ['sandbox/main.ts', '../engine/api.ts', 'The sandbox stands alone'],
  ['bin/start.ts', '../sandbox/main.ts', 'bin/ starts processes'],
])('%s may not import %s', async (filePath, specifier, message) => {
  expect(await complaints(filePath, specifier)).toContainEqual(expect.stringContaining(message))
})

it.each([
  ['app/_editor/store.ts', '#engine/graph/edit.ts'],
  ['app/_editor/store.ts', '#engine/mapping-tests.ts'],
  ['app/_server/router.ts', '#engine/api.ts'],
  ['engine/graph/edit.ts', '#nodes/catalog.ts'],
  ['engine/queue/boss.ts', '#db/client.ts'],
  ['nodes/stripe/get/run.ts', './kind.ts'],
])('%s may import %s', async (filePath, specifier) => {
  expect(await complaints(filePath, specifier)).toEqual([])
})

it('the browser may know the types of the server and not its code', async () => {
  const filePath = 'app/_editor/store.ts'
  const code = "import { router } from '../_server/router.ts'\nexport const it = router\n"
  const types =
    "import type { router } from '../_server/router.ts'\nexport type It = typeof router\n"
  expect(await lint(filePath, code)).toContain('@typescript-eslint/no-restricted-imports')
  expect(await lint(filePath, types)).not.toContain('@typescript-eslint/no-restricted-imports')
})

it('two files that import each other are refused', async () => {
  const text = "import { applyEdits } from './edit.ts'\nexport const again = applyEdits\n"
  const cyclic = await lint('engine/graph/schema.ts', text)
  expect(cyclic).toContain('import-x/no-cycle')
})

async function complaints(filePath: string, specifier: string): Promise<string[]> {
  const [result] = await eslint.lintText(`import '${specifier}'\n`, { filePath })
  return (result?.messages ?? [])
    .filter((message) => message.ruleId === 'import-x/no-restricted-paths' || message.fatal)
    .map((message) => message.message)
}

async function lint(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath })
  return (result?.messages ?? []).map((message) => message.ruleId)
}
