import type { Command } from 'commander'

/** Prints a result: one JSON value with `--json`, else the text that `human` makes of it. */
export function print<T>(command: Command, value: T, human: (value: T) => string): void {
  const text = wantsJson(command) ? JSON.stringify(value, null, 2) : human(value)
  process.stdout.write(`${text}\n`)
}

/** Was `--json` given? */
function wantsJson(command: Command): boolean {
  return command.optsWithGlobals().json === true
}

/**
 * Ends the command with exit code 1: one sentence on standard error, and with `--json` also
 * `{"error":{"message",…}}` on standard output.
 */
export function fail(error: unknown, json: boolean): void {
  const message = error instanceof Error ? error.message : String(error)
  const details = error instanceof CliError ? error.details : faultsOf(error)
  const more = error instanceof CliError && error.more !== '' ? `\n${error.more}` : ''
  process.stderr.write(`${message}${more}\n`)
  if (json) process.stdout.write(`${JSON.stringify({ error: { message, ...details } })}\n`)
  process.exitCode = 1
}

/**
 * A failure with more to tell than its sentence: `details` for scripts, `more` as lines for people,
 * such as a list of problems.
 */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly details: Record<string, unknown>
  readonly more: string

  constructor(message: string, details: Record<string, unknown> = {}, more = '') {
    super(message)
    this.details = details
    this.more = more
  }
}

/** A malformed flow document says where: see FlowDocumentError. */
function faultsOf(error: unknown): Record<string, unknown> {
  return error instanceof Error && 'faults' in error ? { faults: error.faults } : {}
}
