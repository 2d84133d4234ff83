import jsonata from 'jsonata'

/** A function as JSONata keeps it in a frame. */
export interface Builtin {
  implementation: (this: unknown, ...args: unknown[]) => unknown
  /** Checks and completes the arguments; JSONata makes it from a text such as `<s-:s>`. */
  signature?: unknown
}

/**
 * JSONata's own function of this name, so that ours can stand in front of it. JSONata offers no
 * other way to its functions than a frame, which an evaluation hands to its entry hook.
 */
export function builtin(name: string): Builtin {
  const found: unknown = ownFrame.lookup(name)
  if (isBuiltin(found)) return found
  throw new Error(`JSONata has no function $${name}.`)
}

/** Makes a function as JSONata keeps it, with its signature parsed once for all expressions. */
export function define(
  implementation: (this: jsonata.Focus, ...args: never[]) => unknown,
  signature?: string,
): Builtin {
  const holder = jsonata('null')
  Reflect.apply(holder.registerFunction, holder, ['made', implementation, signature])
  const made: unknown = frameOf(holder).lookup('made')
  if (isBuiltin(made)) return made
  throw new Error('JSONata did not register a function.')
}

interface Frame {
  lookup: (name: string) => unknown
}

const ownFrame = frameOf(jsonata('null'))

function frameOf(expression: jsonata.Expression): Frame {
  let captured: unknown
  const onEntry = (_node: unknown, _input: unknown, frame: unknown) => {
    captured ??= frame
  }
  Reflect.apply(expression.assign, expression, [Symbol.for('jsonata.__evaluate_entry'), onEntry])
  // The hook is called before the first await, so the frame is there when evaluate() returns.
  void expression.evaluate(null)
  if (isFrame(captured)) return captured
  throw new Error('JSONata did not call its entry hook.')
}

function isFrame(value: unknown): value is Frame {
  return (
    typeof value === 'object' &&
    value !== null &&
    'lookup' in value &&
    typeof value.lookup === 'function'
  )
}

function isBuiltin(value: unknown): value is Builtin {
  return (
    typeof value === 'object' &&
    value !== null &&
    'implementation' in value &&
    typeof value.implementation === 'function'
  )
}
