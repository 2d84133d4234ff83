import { missingValue, userError } from '../errors.ts'
import { decimal, rounded, sum } from './money.ts'
import { checkPeriodOpen, completePeriod } from './period-rules.ts'
import type { Rule } from '../records/write-context.ts'

/** Completes a journal entry: its lines must balance. */
export const completeJournal: Rule = async (journal, context) => {
  const { fields } = journal
  const { setup, sequences, now } = context
  if (setup.oneWorld && !fields.subsidiary) throw missingValue('Subsidiary', 'subsidiary')
  fields.currency ??= '1'
  const currency = setup.byId('currency', String(fields.currency))
  if (currency?.fields.isBaseCurrency === true) fields.exchangeRate = 1
  else fields.exchangeRate ??= currency?.fields.exchangeRate ?? 1
  fields.tranDate ??= now.toISOString().slice(0, 10)
  completePeriod(journal, context)
  const lines = journal.sublists.line ?? []
  lines.forEach((line, index) => {
    if (!line.account) throw missingValue('Account', `line.items[${index}].account`)
    line.line ??= index + 1
  })
  const debit = sum(lines.map((line) => decimal(line.debit)))
  if (lines.length < 2 || !debit.eq(sum(lines.map((line) => decimal(line.credit))))) {
    throw userError('The amounts in a journal entry must balance.', 'line')
  }
  fields.total = rounded(debit, Number(currency?.fields.currencyPrecision ?? 2))
  checkPeriodOpen(journal, context)
  fields.customForm ??= '95'
  fields.source ??= 'REST Web Services'
  fields.originator ??= 'restWebServices'
  fields.tranId ??= await sequences.number('journalEntry')
  fields.transactionNumber ??= `JOURNAL${journal.id}`
  journal.name = `Journal #${String(fields.tranId)}`
}
