import { Command, CommanderError } from 'commander'
import { fail } from './cli/print.ts'
import { booksCommand } from './commands/books.ts'
import { doctorCommand } from './commands/doctor.ts'
import { errorCommand } from './commands/error.ts'
import { evalCommand } from './commands/eval.ts'
import { flowCommand } from './commands/flow.ts'
import { processCommands } from './commands/processes.ts'
import { runCommand } from './commands/run.ts'
import { sandboxCommand } from './commands/sandbox.ts'
import { templateCommand } from './commands/template.ts'
import { traceCommand } from './commands/trace.ts'

const program = new Command('tributary')
  .description('Keeps Stripe and NetSuite in step.')
  .option('--json', 'print one JSON value instead of text')
  .showHelpAfterError('(add --help for the options)')
const commands = [
  ...processCommands(),
  doctorCommand(),
  templateCommand(),
  flowCommand(),
  runCommand(),
  errorCommand(),
  traceCommand(),
  evalCommand(),
  booksCommand(),
  sandboxCommand(),
]
for (const command of commands) program.addCommand(command)
shareOptions(program)
// Whoever reads our output may have had enough of it, as `head` does.
process.stdout.on('error', () => process.exit())

try {
  await program.parseAsync()
} catch (error) {
  // Commander has printed its own complaint already; --help and --version are no failures.
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else fail(error, process.argv.includes('--json'))
}

/** Every command takes --json, wherever on the line it stands. */
function shareOptions(parent: Command): void {
  parent.exitOverride()
  for (const command of parent.commands) {
    command.option('--json', 'print one JSON value instead of text')
    shareOptions(command)
  }
}
