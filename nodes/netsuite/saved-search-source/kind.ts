import { pick, toggle } from '../../fields.ts'
import { defineKind } from '../../kind.ts'
import { recordPermissions, RESTLET_PERMISSION } from '../permissions.ts'

export const netsuiteSavedSearchSource = defineKind({
  id: 'netsuite.saved-search-source',
  version: 1,
  role: 'source',
  family: 'Sources',
  system: 'netsuite',
  title: 'NetSuite saved search',
  description: 'Reads the results of a saved search, each as a record.',
  fields: {
    search: pick('Saved search', 'netsuite:savedSearch', {
      required: true,
      placeholder: 'customsearch_stripe_invoices',
      help: 'Needs the Tributary RESTlet in the account. One result per record: no summaries.',
    }),
    onlyChanged: toggle('Only what changed since the last run', { initial: true }),
  },
  summary: (config) => (typeof config.search === 'string' && config.search) || 'saved search',
  permissions: () => [...recordPermissions('', 'read'), RESTLET_PERMISSION],
})
