import type { Json } from './json.ts'

/** A write as it would be sent: the address in full, no headers. */
export interface WriteRequest {
  method: string
  url: string
  body?: Json
}

/**
 * Thrown by the rehearsing half of a client in place of sending: it builds every request as the
 * writing half does, and has nothing to send it with.
 */
export class Rehearsed extends Error {
  override readonly name = 'Rehearsed'
  readonly request: WriteRequest

  constructor(request: WriteRequest) {
    super(`Not sent, because this is a dry run: ${request.method} ${request.url}`)
    this.request = request
  }
}
