import type { Outputs } from '../_server/router.ts'

export type Fault = Outputs['sandbox']['overview']['faults']['stripe'][number]

/** The kinds of trouble, by the names of their buttons. */
export const TROUBLES = [
  { name: 'Slow', kind: 'latency', about: 'Answers come late.' },
  {
    name: 'Rate limit',
    kind: 'status',
    status: 429,
    about: 'Answers “too many requests” and does nothing.',
  },
  { name: 'Error', kind: 'status', status: 500, about: 'Answers with an error and does nothing.' },
  {
    name: 'Lost answer',
    kind: 'drop-after',
    about: 'Does what was asked, then cuts the line: nobody hears that it was done.',
  },
] as const

export type Trouble = (typeof TROUBLES)[number]

/** Where trouble may strike: requests of these kinds only. */
export const PLACES = {
  stripe: [
    { name: 'All writing requests', method: 'POST', path: '^/v1/' },
    { name: 'All requests', path: '^/v1/' },
    { name: 'Reading invoices', method: 'GET', path: '^/v1/invoices' },
    { name: 'Reading events', method: 'GET', path: '^/v1/events' },
  ],
  netsuite: [
    { name: 'Creating records', method: 'POST', path: '^/services/rest/record/' },
    { name: 'Upserting records', method: 'PUT', path: '^/services/rest/record/' },
    { name: 'Changing records', method: 'PATCH', path: '^/services/rest/record/' },
    { name: 'Queries (SuiteQL)', method: 'POST', path: '^/services/rest/query/' },
    { name: 'All requests', path: '^/services/' },
  ],
} as const

/** How often trouble strikes. */
export const HOW_OFTEN: readonly { name: string; times?: number; probability?: number }[] = [
  { name: 'Once', times: 1 },
  { name: '3 times', times: 3 },
  { name: '20 times', times: 20 },
  { name: 'Every tenth request', probability: 0.1 },
  { name: 'Every second request', probability: 0.5 },
  { name: 'Always' },
]

/** A present fault as a sentence: “Lost answer · POST ^/v1/ · 1 time left”. */
export function faultText(fault: Fault): string {
  const where = [fault.method, fault.path].filter(Boolean).join(' ')
  return [kindText(fault), where === '' ? 'all requests' : where, oftenText(fault)].join(' · ')
}

function kindText({ kind, status, delayMs }: Fault): string {
  switch (kind) {
    case 'latency':
      return `Slow by ${((delayMs ?? 1_000) / 1_000).toLocaleString('en')} s`
    case 'status':
      return status === 429 ? 'Rate limit' : `Error ${status ?? 500}`
    case 'drop-before':
      return 'Cut off before'
    case 'drop-after':
      return 'Lost answer'
  }
}

function oftenText({ times, probability }: Fault): string {
  const share = probability === undefined ? '' : `${Math.round(probability * 100)} % of them`
  const left = times === undefined ? '' : `${times} ${times === 1 ? 'time' : 'times'} left`
  return [share, left].filter(Boolean).join(', ') || 'always'
}
