import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Files that are not part of the product and may reach further. */
export const TEST_FILES = [
  '**/*.test.{ts,tsx}',
  '**/testing.ts',
  'sandbox/**/test-*.ts',
  'sandbox/**/stand-in.ts',
]

/** What of `nodes/` also runs in a browser. */
const BROWSER_SAFE = [
  '**/nodes/{catalog,connection,country,currency,errors,expression,fields,json,kind}.ts',
  '**/nodes/{pure-runners,runner}.ts',
  '**/nodes/expression/**',
  '**/nodes/templates/**',
  '**/nodes/**/kind.ts',
  '**/nodes/stripe/{connection,objects}.ts',
  '**/nodes/netsuite/{connection,records,suiteql-names,client/settings}.ts',
]

/** What of `engine/` also runs in a browser. */
const BROWSER_ENGINE = [
  './engine/graph',
  './engine/mapping',
  './engine/compile',
  './engine/difference',
  './engine/samples',
  './engine/mapping-tests.ts',
]

/** Shared by all nodes; the other folders of `nodes/` each stand for themselves. */
const SHARED_NODE_FOLDERS = ['expression']

const providers = readdirSync(join(ROOT, 'nodes'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !SHARED_NODE_FOLDERS.includes(entry.name))
  .map((entry) => entry.name)

const kinds = readdirSync(join(ROOT, 'nodes'), { recursive: true })
  .filter((path) => path.endsWith('kind.ts') && path !== 'kind.ts')
  .map((path) => dirname(path))

/**
 * Who may import whom: arrows go down only, app → engine → db and nodes. Each zone forbids the
 * files of `target` to import `from`, but for `except` (relative to `from`, or patterns).
 */
export const IMPORT_TABLE = [
  {
    target: './nodes',
    from: ['./app', './engine', './db', './sandbox', './bin', './testing', './env.ts'],
    message: 'nodes/ is the lowest floor: it imports nobody.',
  },
  ...providers.flatMap((one) =>
    providers
      // Anybody may send a request; the nodes that do only that are kinds like all others.
      .filter((other) => other !== one && other !== 'http')
      .map((other) => ({
        target: `./nodes/${one}`,
        from: `./nodes/${other}`,
        message: 'A provider folder never imports another.',
      })),
  ),
  ...kinds.flatMap((one) =>
    kinds
      .filter((other) => other !== one)
      .map((other) => ({
        target: `./nodes/${one}`,
        from: `./nodes/${other}`,
        message: 'A kind of node never imports another kind.',
      })),
  ),
  {
    target: './db',
    from: ['./app', './engine', './nodes', './sandbox', './bin', './testing'],
    message: 'db/ imports env.ts only.',
  },
  {
    target: BROWSER_ENGINE,
    from: ['./app', './db', './sandbox', './bin', './testing', './env.ts'],
    message: 'This also runs in the browser.',
  },
  {
    target: BROWSER_ENGINE,
    from: './nodes/**/*',
    except: BROWSER_SAFE,
    message: 'This also runs in the browser: only browser-safe files of nodes/.',
  },
  {
    target: './engine/graph',
    from: './engine',
    except: ['graph'],
    message: 'engine/graph/ stands below the rest of the engine.',
  },
  {
    target: './engine/mapping',
    from: './engine',
    except: ['graph', 'mapping'],
    message: 'engine/mapping/ knows only engine/graph/.',
  },
  {
    target: './engine/compile',
    from: './engine',
    except: ['graph', 'mapping', 'compile'],
    message: 'engine/compile/ knows only engine/graph/ and engine/mapping/.',
  },
  {
    target: './engine/difference',
    from: './engine',
    except: ['graph', 'mapping', 'compile', 'difference'],
    message: 'engine/difference/ compares documents: it knows neither runs nor the database.',
  },
  {
    target: ['./engine/samples', './engine/mapping-tests.ts'],
    from: './engine',
    except: ['graph', 'mapping', 'compile', 'samples', 'mapping-tests.ts'],
    message: 'Trying records out knows only what also runs in the browser.',
  },
  {
    target: './engine/run/!(ledger).ts',
    from: './db',
    except: ['text.ts', 'schema/runs.ts'],
    message: 'Executing knows no database: only the ledger does.',
  },
  {
    target: './engine/run',
    from: './engine',
    except: ['run', 'compile', 'graph', 'mapping'],
    message: 'engine/run/ knows no queue.',
  },
  {
    target: './engine',
    from: ['./app', './sandbox', './bin', './testing'],
    message: 'engine/ imports db/, nodes/ and env.ts only.',
  },
  {
    target: './app/!(_server|api)/**',
    from: ['./sandbox', './bin', './testing', './env.ts'],
    message: 'This runs in the browser.',
  },
  {
    target: './app/!(_server|api)/**',
    from: './db',
    except: ['text.ts'],
    message:
      'This runs in the browser: it may know what text can be stored, and nothing else of db/.',
  },
  {
    target: './app/!(_server|api)/**',
    from: './engine',
    except: BROWSER_ENGINE.map((path) => path.replace('./engine/', '')),
    message: 'This runs in the browser: only the parts of engine/ that do, such as engine/graph/.',
  },
  {
    target: './app',
    from: './nodes/**/*',
    except: [...BROWSER_SAFE, '**/nodes/connections.ts', '**/nodes/stripe/webhook.ts'],
    message: 'Only browser-safe files of nodes/.',
  },
  {
    target: './app/!(_server|api)/**',
    from: ['./nodes/connections.ts', './nodes/stripe/webhook.ts'],
    message: 'This runs in the browser.',
  },
  {
    target: ['./app/_server', './app/api'],
    from: './engine',
    except: ['api.ts', ...BROWSER_ENGINE.map((path) => path.replace('./engine/', ''))],
    message: 'The door of the engine is engine/api.ts.',
  },
  {
    target: ['./app/_server', './app/api'],
    from: ['./sandbox', './bin', './testing'],
    message: 'The product imports neither its tools nor the sandbox.',
  },
  {
    target: './sandbox',
    from: ['./app', './engine', './db', './nodes', './bin', './testing', './env.ts'],
    message: 'The sandbox stands alone: others reach it over HTTP.',
  },
  {
    target: './bin',
    from: ['./app', './sandbox', './testing'],
    message: 'bin/ starts processes; it imports none of them but the engine.',
  },
]
