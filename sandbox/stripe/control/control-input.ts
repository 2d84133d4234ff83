import type { Context } from 'hono'
import { z } from 'zod'

/** Something sent to the remote control that it cannot use; the message says what is wrong. */
export class BadRequest extends Error {
  override name = 'BadRequest'
}

/** The JSON body of a request to the remote control, checked; no body stands for `{}`. */
export async function controlBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  return controlInput(schema, parsed(await c.req.text()))
}

/** Checked input to the remote control, such as its query; throws BadRequest. */
export function controlInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new BadRequest(z.prettifyError(result.error))
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BadRequest('The body is not JSON.', { cause })
  }
}
