import { EXAMPLE_RECORD, EXAMPLE_SETTINGS } from './functions/example.ts'
import { FUNCTION_GROUPS, type FunctionHelp } from './functions.ts'
import { LINT_CODES } from './lint/codes.ts'

/** The page docs/expressions.md: what an expression may say, and what the editor warns of. */
export function describeExpressions(): string {
  return `${[
    ...['# Expressions', ''],
    ...[
      'Made from `engine/mapping/describe-expressions.ts`; a test compares it with what the engine has.',
      '',
    ],
    ...[
      'Mappings, conditions and most fields of a node are written in [JSONata](https://docs.jsonata.org).',
    ],
    ...[
      'An expression stands on the record: `customer.email` is a field of it, `lines.data.amount` the',
    ],
    ...[
      'amounts of all lines, `$$` the whole record from anywhere within. What is missing gives nothing, and',
    ],
    ...['a field without a value is left out.', ''],
    ...['## Functions', ''],
    ...['The examples are about this record and these settings:', ''],
    ...['```json', JSON.stringify(EXAMPLE_RECORD, null, 2), '```', ''],
    ...['```json', JSON.stringify(EXAMPLE_SETTINGS, null, 2), '```', ''],
    ...FUNCTION_GROUPS.flatMap(({ title, functions }) => [
      ...[`### ${title}`, '', '| function | what it does | example |', '| --- | --- | --- |'],
      ...[...functions.map(functionRow), ''],
    ]),
    ...['## Warnings', ''],
    ...[
      'JSONata has traps that are no errors. The code editor underlines them; publishing does not refuse',
    ],
    ...['them. The last two need samples, and some others find more with them.', ''],
    ...['| code | the trap | how to mend it |', '| --- | --- | --- |'],
    ...LINT_CODES.map(({ code, trap, mend }) => `| \`${code}\` | ${cell(trap)} | ${cell(mend)} |`),
  ].join('\n')}\n`
}

function functionRow({ signature, help, example, gives }: FunctionHelp): string {
  const shown = `${code(example)} → ${code(JSON.stringify(gives))}`
  return `| ${code(`$${signature}`)} | ${cell(help)} | ${shown} |`
}

function code(text: string): string {
  return `\`${cell(text)}\``
}

/** A bar would end the cell, also within code. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
