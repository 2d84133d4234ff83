import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const LEAVE = fileURLToPath(new URL('./leave-postgres.ts', import.meta.url))

/** Ends our child processes when we die without having stopped them ourselves. */
export interface Guard {
  /** Tells which processes run now. */
  watch: (processes: number[]) => void
  /** All is stopped: the guard may go. */
  dismiss: () => void
}

/**
 * A shell that waits for its standard input to end, which the system does for us however we die,
 * SIGKILL included. Each line replaces the list of processes. The embedded Postgres comes last and
 * is left by the rules for everybody, because by then the next start may be using it.
 */
const SCRIPT = `
others=; dismissed=
while read -r line; do
  if [ "$line" = dismissed ]; then dismissed=1; else others=$line; fi
done
[ -n "$dismissed" ] && exit 0
for pid in $others; do kill -TERM "$pid" 2>/dev/null; done
tries=0
while [ "$tries" -lt 50 ]; do
  alive=
  for pid in $others; do kill -0 "$pid" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && break
  sleep 0.2; tries=$((tries + 1))
done
for pid in $others; do kill -KILL "$pid" 2>/dev/null; done
[ -n "$3" ] && "$1" "$2" "$3" "$4"
exit 0
`

/**
 * Starts the guard. It costs one sleeping shell. `home` is the folder whose embedded Postgres we may
 * be using; null when there is none to leave.
 */
export function startGuard(home: string | null): Guard {
  const args = [process.execPath, LEAVE, home ?? '', String(process.pid)]
  const shell = spawn('sh', ['-c', SCRIPT, 'guard', ...args], {
    // Not in a folder that may be removed.
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  const write = (line: string) => shell.stdin.write(`${line}\n`)
  return {
    watch: (processes) => void write(processes.join(' ')),
    dismiss: () => {
      write('dismissed')
      shell.stdin.end()
    },
  }
}
