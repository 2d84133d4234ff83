import { z } from 'zod'
import { changeableThing, storeChange } from './catalogue.ts'
import type { Endpoints } from '../protocol/endpoint.ts'
import { decimal, flag, mergeMetadata, metadata, moments, text } from '../protocol/form.ts'
import { listRecords, paging } from '../protocol/lists.ts'
import type { Records } from '../store/records.ts'
import { retrieveCall } from '../protocol/retrieve.ts'
import type { Work } from '../store/work.ts'

/** The calls under `/v1/tax_rates` (https://docs.stripe.com/api/tax_rates). */
export function taxRateCalls({ read, write }: Endpoints) {
  return {
    create: write(createParams, async (work, params) => newTaxRate(work, params)),
    retrieve: retrieveCall(read, 'tax_rate'),
    update: write(
      { ...changeable, display_name: text.optional() },
      async (work, { metadata: notes, ...params }, id) => {
        const before = await changeableThing(work, 'tax_rate', id)
        const given = Object.entries(params).filter(([, value]) => value !== undefined)
        const metadata = mergeMetadata(before.metadata, notes)
        return storeChange(work, before, { ...before, ...Object.fromEntries(given), metadata })
      },
    ),
    list: read(
      {
        ...paging,
        active: z.enum(['true', 'false']).optional(),
        created: moments.optional(),
        inclusive: z.enum(['true', 'false']).optional(),
      },
      (sql, { active, created, inclusive, ...page }) =>
        listRecords(sql, {
          kind: 'tax_rate',
          url: '/v1/tax_rates',
          page,
          filters: [
            { field: 'active', is: active },
            { field: 'inclusive', is: inclusive },
            { moment: 'created', within: created },
          ],
        }),
    ),
  }
}

function newTaxRate(work: Work, params: CreateParams): Records['tax_rate'] {
  const percentage = Number(params.percentage)
  const rate: Records['tax_rate'] = {
    id: work.newId('txr_1', 23),
    object: 'tax_rate',
    active: params.active ?? true,
    country: params.country ?? null,
    created: work.now,
    description: params.description ?? null,
    display_name: params.display_name,
    effective_percentage: percentage,
    flat_amount: null,
    inclusive: params.inclusive,
    jurisdiction: params.jurisdiction ?? null,
    jurisdiction_level: null,
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    percentage,
    rate_type: 'percentage',
    state: params.state ?? null,
    tax_type: params.tax_type ?? null,
  }
  work.save(rate)
  work.emit('tax_rate.created', rate)
  return rate
}

const changeable = {
  active: flag.optional(),
  country: text.optional(),
  description: text.optional(),
  jurisdiction: text.optional(),
  metadata: metadata.optional(),
  state: text.optional(),
  tax_type: text.optional(),
}

const createParams = { ...changeable, display_name: text, inclusive: flag, percentage: decimal }

type CreateParams = z.output<z.ZodObject<typeof createParams>>
