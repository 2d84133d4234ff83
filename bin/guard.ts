import { spawn } from 'node:child_process'

/** Ends our child processes when we die without having stopped them ourselves. */
export interface Guard {
  /** Tells which processes run now; the database is stopped after all the others. */
  watch: (running: { processes: number[]; database: number | null }) => void
  /** All is stopped: the guard may go. */
  dismiss: () => void
}

/**
 * A shell that waits for its standard input to end, which the system does for us however we die,
 * SIGKILL included. Each line replaces the list: the database's number (or 0), then the others.
 */
const SCRIPT = `
database=0; others=
while read -r first rest; do database=$first; others=$rest; done
for pid in $others; do kill -TERM "$pid" 2>/dev/null; done
tries=0
while [ "$tries" -lt 50 ]; do
  alive=
  for pid in $others; do kill -0 "$pid" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && break
  sleep 0.2; tries=$((tries + 1))
done
for pid in $others; do kill -KILL "$pid" 2>/dev/null; done
[ "$database" -gt 0 ] && kill -INT "$database" 2>/dev/null
exit 0
`

/** Starts the guard. It costs one sleeping shell. */
export function startGuard(): Guard {
  const shell = spawn('sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  const write = (pids: number[]) => shell.stdin.write(`${pids.join(' ')}\n`)
  return {
    watch: ({ processes, database }) => void write([database ?? 0, ...processes]),
    dismiss: () => {
      write([0])
      shell.stdin.end()
    },
  }
}
