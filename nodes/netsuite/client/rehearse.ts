import { Rehearsed } from '../../rehearsal.ts'
import { callUrl, RESTLET_PATH, type NetSuiteCaller } from './caller.ts'
import type { NetSuiteSettings } from './settings.ts'

/** Stands in for the caller of the writing half: says what would be sent, by throwing Rehearsed. */
export function rehearsingCaller({
  origin,
  restlet,
}: NetSuiteSettings): Pick<NetSuiteCaller, 'run' | 'restlet'> {
  return {
    run: (call) => {
      const { method, body } = call
      const url = callUrl(origin, call)
      return Promise.reject(new Rehearsed({ method, url, ...(body === undefined ? {} : { body }) }))
    },
    restlet: (body) => {
      const { script, deployment: deploy } = restlet
      const call = { origin: restlet.origin, path: RESTLET_PATH, query: { script, deploy } }
      return Promise.reject(new Rehearsed({ method: 'POST', url: callUrl(origin, call), body }))
    },
  }
}
