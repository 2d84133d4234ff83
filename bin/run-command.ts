import { spawn, type SpawnOptions } from 'node:child_process'

/** How a command ended, with all it printed on both outputs. */
export interface CommandResult {
  /** Exit code; 127 when it could not be started, 128 when a signal ended it. */
  code: number
  output: string
}

/** Runs a command to its end and collects its output. Never throws: the exit code tells. */
export function runCommand(
  command: string,
  args: string[],
  options: SpawnOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout?.on('data', collect)
    child.stderr?.on('data', collect)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    // 'exit' rather than 'close': a daemon that the command leaves behind keeps the pipes open.
    child.on('exit', (code) => setImmediate(() => resolve({ code: code ?? 128, output })))
  })
}
