import { Command } from 'commander'
import { flowEditCommands } from './flow-edit.ts'
import { flowReadCommands } from './flow-read.ts'
import { flowRunCommand } from './flow-run.ts'
import { flowTestCommand } from './flow-test.ts'

/** `flow …`: everything about flows. A flow is named by its id or its name. */
export function flowCommand(): Command {
  const flow = new Command('flow').description('look at, check, change and run flows')
  const commands = [
    ...flowReadCommands(),
    flowTestCommand(),
    ...flowEditCommands(),
    flowRunCommand(),
  ]
  for (const command of commands) flow.addCommand(command)
  return flow
}
