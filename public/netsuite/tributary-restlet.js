/**
 * @NApiVersion 2.1
 * @NScriptType Restlet
 * @NModuleScope SameAccount
 *
 * The Tributary RESTlet: what NetSuite's REST services cannot do. Deploy it as
 * customscript_tributary / customdeploy_tributary and release it to the integration's role.
 *
 *   {"action":"searches"}
 *     → {"searches":[{"id","title","type"}]}
 *   {"action":"search","search":"customsearch_x","page":0,"pageSize":1000,"since":"2026-11-01T00:00:00Z"}
 *     → {"rows":[{"id","type","values":{…}}],"page","pages","total"}
 *   {"action":"void","type":"invoice","id":"1215"}
 *     → {"id":"1215","voided":true}, or {"id","journalId"} where a journal voids
 */
define(['N/error', 'N/format', 'N/query', 'N/search', 'N/transaction'], (
  error,
  format,
  query,
  search,
  transaction,
) => {
  /** Types that transaction.void() takes; a refund may be voided by a journal. */
  const VOIDABLE = {
    invoice: transaction.Type.INVOICE,
    creditmemo: transaction.Type.CREDIT_MEMO,
    customerpayment: transaction.Type.CUSTOMER_PAYMENT,
    customerrefund: transaction.Type.CUSTOMER_REFUND,
  }

  const actions = {
    searches: () => ({ searches: savedSearches() }),
    search: (request) => searchPage(request),
    void: (request) => voidTransaction(request),
  }

  function post(request) {
    const action = actions[request.action]
    if (!action) throw missing('action', Object.keys(actions).join(', '))
    return action(request)
  }

  function savedSearches() {
    const searches = []
    const paged = search
      .create({
        type: 'savedsearch',
        columns: [
          search.createColumn({ name: 'title', sort: search.Sort.ASC }),
          search.createColumn({ name: 'id' }),
          search.createColumn({ name: 'recordtype' }),
        ],
      })
      .runPaged({ pageSize: 1000 })
    for (const { index } of paged.pageRanges) {
      for (const found of paged.fetch({ index }).data) {
        searches.push({
          id: found.getValue({ name: 'id' }),
          title: found.getValue({ name: 'title' }),
          type: String(found.getValue({ name: 'recordtype' }) || '').toLowerCase(),
        })
      }
    }
    return searches
  }

  function searchPage(request) {
    if (!request.search) throw missing('search', 'the id of a saved search')
    const page = Number(request.page || 0)
    const pageSize = Math.min(1000, Math.max(5, Number(request.pageSize || 1000)))
    const loaded = search.load({ id: request.search })
    if (request.since) addSince(loaded, request.since)
    // Without an order of its own a page could repeat what another page had.
    const hasId = loaded.columns.some(({ name, join }) => name === 'internalid' && !join)
    if (!hasId) {
      const order = search.createColumn({ name: 'internalid', sort: search.Sort.ASC })
      loaded.columns = [...loaded.columns, order]
    }
    const paged = loaded.runPaged({ pageSize })
    const pages = paged.pageRanges.length
    const rows = page < pages ? paged.fetch({ index: page }).data.map(rowOf) : []
    return { rows, page, pages, total: paged.count }
  }

  /** Adds "last modified on or after", whatever the record type calls it. */
  function addSince(loaded, since) {
    const moment = new Date(since)
    if (isNaN(moment.getTime())) throw missing('since', 'a moment such as 2026-11-01T00:00:00Z')
    // Filters compare in the time zone and the format of the user that runs the script.
    const value = format.format({ value: moment, type: format.Type.DATETIMETZ })
    const name = loaded.searchType === 'customer' ? 'lastmodifieddate' : lastModified(loaded)
    const expression = loaded.filterExpression
    const added = [name, 'onorafter', value]
    loaded.filterExpression = expression.length > 0 ? [expression, 'and', added] : [added]
  }

  function lastModified(loaded) {
    return /^(item|inventoryitem|noninventoryitem|serviceitem)$/i.test(loaded.searchType)
      ? 'modified'
      : 'lastmodifieddate'
  }

  function rowOf(found) {
    const values = {}
    for (const column of found.columns) {
      const key = column.label || (column.join ? `${column.join}.${column.name}` : column.name)
      const value = found.getValue(column)
      const text = found.getText(column)
      values[key] = value
      if (text && text !== value) values[`${key}_text`] = text
    }
    return { id: String(found.id), type: String(found.recordType || ''), values }
  }

  function voidTransaction(request) {
    const type = VOIDABLE[String(request.type || '').toLowerCase()]
    if (!type) throw missing('type', Object.keys(VOIDABLE).join(', '))
    const id = String(request.id || '')
    if (!/^\d+$/.test(id)) throw missing('id', 'an internal id')
    // A second void would be refused, but the caller wants it voided and it is.
    if (isVoided(id)) return { id, voided: true }
    const result = transaction.void({ type, id: Number(id) })
    if (result && String(result) !== id) return { id, journalId: String(result) }
    return { id, voided: true }
  }

  function isVoided(id) {
    const rows = query
      .runSuiteQL({ query: 'SELECT voided FROM transaction WHERE id = ?', params: [Number(id)] })
      .asMappedResults()
    if (rows.length === 0)
      throw error.create({
        name: 'RCRD_DSNT_EXIST',
        message: `That record does not exist: ${id}`,
        notifyOff: true,
      })
    return rows[0].voided === 'T'
  }

  function missing(name, what) {
    return error.create({
      name: 'SSS_MISSING_REQD_ARGUMENT',
      message: `Missing a required argument, or a wrong value: ${name} (${what})`,
      notifyOff: true,
    })
  }

  return { post }
})
