import type { Client } from '#nodes/connection.ts'
import { NodeError } from '#nodes/errors.ts'

/** A client that notices when its connection is of no use any more. */
export interface GuardedClient {
  client: Client<unknown, unknown>
  /** What took the connection offline while this client was open; null = nothing so far. */
  lost: () => NodeError | null
}

/**
 * Wraps a client so that every error of the class `connection` is shown to `isLost`, which says
 * whether the connection is offline by it. From then on each call fails at once with the same error:
 * the other records of a page must not knock with a refused key as well, which could lock the account.
 */
export function guardClient(
  inner: Client<unknown, unknown>,
  isLost: (error: NodeError) => Promise<boolean>,
): GuardedClient {
  let lost: NodeError | null = null

  const failed = async (thrown: unknown): Promise<never> => {
    if (thrown instanceof NodeError && thrown.class === 'connection' && !lost) {
      if (await isLost(thrown)) lost ??= thrown
    }
    throw thrown
  }

  const guardCall =
    <A extends unknown[], T>(call: (...given: A) => Promise<T>) =>
    (...given: A): Promise<T> => {
      if (lost) throw sameAgain(lost)
      return call(...given).catch(failed)
    }

  const guard = (half: unknown): unknown => {
    if (typeof half !== 'object' || half === null) return half
    return new Proxy(half, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          if (lost) throw sameAgain(lost)
          const result: unknown = Reflect.apply(value, target, given)
          return result instanceof Promise ? result.catch(failed) : result
        }
      },
    })
  }

  return {
    client: {
      read: guard(inner.read),
      write: guard(inner.write),
      rehearse: guard(inner.rehearse),
      ...(inner.now ? { now: guardCall(inner.now) } : {}),
      close: () => inner.close(),
    },
    lost: () => lost,
  }
}

/** The same refusal for a call that was not made: it has no exchange of its own. */
function sameAgain(error: NodeError): NodeError {
  const { message, code, field, credentials } = error
  return new NodeError({ class: 'connection', message, code, field, credentials, cause: error })
}
