import type { Step } from '../draw.ts'

/**
 * Whether NetSuite shows another status or other links than Stripe has. The columns are in lower case. An
 * invoice that was not there before carries them from the start, and one that has another external id is not ours.
 */
const OUTDATED = `$setting("stampStatus") and dayInNetsuite.externalid = invoice.id
  and $not(dayInNetsuite.voided = "T") and (
    $there := function($field) { $lookup(dayInNetsuite, $lowercase($setting($field))) ?: "" };
    /* Where another flow has noted that the totals differ, that says more. */
    $there("statusField") != "mismatch" and $not(
      $there("statusField") = invoice.status
        and $there("hostedUrlField") = (invoice.hosted_invoice_url ?: "")
        and $there("pdfUrlField") = (invoice.invoice_pdf ?: "")
    )
  )`

/** What is kept fresh at an invoice that is booked: what only Stripe can know. */
export const STAMP_STEPS: Step[] = [
  {
    id: 'outdated',
    kind: 'transform.branch',
    name: 'Status out of date?',
    at: [19, 0],
    note: 'The status goes a way of its own: a closed period that refuses it stops neither credits nor payments.',
    config: {
      mode: 'all',
      rows: [
        { name: 'Go on', condition: 'true' },
        { name: 'Stamp', condition: OUTDATED },
      ],
    },
  },
  {
    id: 'stamp',
    kind: 'netsuite.update',
    name: 'Note status and links',
    at: [20, 2],
    config: {
      ...{ recordType: 'invoice', id: 'dayInNetsuite.id', into: '' },
      fields: [
        { field: '$setting("statusField")', value: 'invoice.status' },
        { field: '$setting("hostedUrlField")', value: 'invoice.hosted_invoice_url ?: null' },
        { field: '$setting("pdfUrlField")', value: 'invoice.invoice_pdf ?: null' },
      ],
    },
  },
]
