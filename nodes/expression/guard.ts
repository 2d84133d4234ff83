import type jsonata from 'jsonata'
import { type Builtin, builtin } from './builtins.ts'
import { evaluationOf } from './evaluation.ts'

/**
 * JSONata's functions that are safe once their arguments and results are counted: each works in
 * time and memory of the size of both.
 */
const COUNTED = [
  ...['sum', 'count', 'max', 'min', 'average', 'substring', 'substringBefore', 'substringAfter'],
  ...['lowercase', 'uppercase', 'length', 'trim', 'formatBase'],
  ...['number', 'floor', 'ceil', 'round', 'abs', 'sqrt', 'power', 'boolean', 'not'],
  ...['map', 'zip', 'filter', 'single', 'reduce', 'sift', 'keys', 'append', 'exists', 'merge'],
  ...['reverse', 'each', 'error', 'assert', 'type', 'base64encode', 'base64decode'],
  ...['encodeUrlComponent', 'encodeUrl', 'decodeUrlComponent', 'decodeUrl'],
]

/** JSONata's own functions with the budget of the evaluation in front. */
export function countedBuiltins(): [string, Builtin][] {
  return COUNTED.map((name) => [name, counted(builtin(name))])
}

/** The function with its arguments and result taken from the evaluation's budget. */
export function counted(original: Builtin): Builtin {
  function implementation(this: jsonata.Focus, ...args: unknown[]): unknown {
    const evaluation = evaluationOf(this)
    evaluation.checkTime()
    for (const arg of args) if (typeof arg === 'string') evaluation.spendOn(arg)
    const result = original.implementation.apply(this, args)
    if (result instanceof Promise) {
      return result.then((value: unknown) => {
        spendOnResult(value)
        return value
      })
    }
    spendOnResult(result)
    return result

    function spendOnResult(value: unknown) {
      evaluation.spendOn(value)
      if (isObject(value)) evaluation.spend(Object.keys(value).length)
    }
  }
  return disguised(implementation, original)
}

/**
 * Gives a stand-in the looks of the function it stands for: JSONata counts its parameters to know
 * how many arguments to pass, and reads their names from its text for partial application.
 */
export function disguised(
  implementation: (this: jsonata.Focus, ...args: never[]) => unknown,
  original: Builtin,
): Builtin {
  Object.defineProperty(implementation, 'length', { value: original.implementation.length })
  Object.defineProperty(implementation, 'toString', {
    value: () => original.implementation.toString(),
  })
  return Object.assign({}, original, { implementation })
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
