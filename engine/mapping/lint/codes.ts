/** What lint finds, as docs/expressions.md tells it. */
export const LINT_CODES: readonly { code: string; trap: string; mend: string }[] = [
  {
    code: 'one-item-list',
    trap: '`lines.data.{ … }`, `list[condition]`, `$map` and `$filter` give the element itself instead of a list when there is one, and nothing when there is none.',
    mend: '`[lines.data.{ … }]`',
  },
  {
    code: 'float-money',
    trap: '`amount / 100` is wrong for currencies without hundredths, and `+ - * /` and `$sum` make errors in the last digit of decimals.',
    mend: '`$toMajor`, `$toMinor`, `$add`, `$subtract`, `$multiply`, `$divide`, `$sumMoney`',
  },
  {
    code: 'round-money',
    trap: '`$round(2.5)` is 2: half goes to the even digit.',
    mend: '`$roundMoney(amount, currency)`',
  },
  {
    code: 'sum-of-texts',
    trap: '`$sum`, `$max`, `$min` and `$average` of texts are errors, and NetSuite gives many amounts as texts.',
    mend: '`$sumMoney(list)` or `$sum(list.$number(amount))`',
  },
  {
    code: 'number-with-text',
    trap: '`5 = "5"` is never true, and `5 < "6"` is an error.',
    mend: '`$number(…)` or `$string(…)` on one side',
  },
  {
    code: 'list-equals',
    trap: 'A list never equals a single value.',
    mend: '`value in list`',
  },
  {
    code: 'in-one-value',
    trap: '`status in "open"` asks whether both are equal, not whether one is in the other.',
    mend: '`status in ["open", "paid"]` or `$contains(text, part)`',
  },
  {
    code: 'fixed-condition',
    trap: '`status = "open" or "paid"` is always true.',
    mend: '`status in ["open", "paid"]`',
  },
  {
    code: 'no-assignment',
    trap: '`$total = 1;` only compares.',
    mend: '`$total := 1;`',
  },
  {
    code: 'unused-variable',
    trap: 'A variable is set, but nothing reads it.',
    mend: 'Take it away, or correct the name that reads it.',
  },
  {
    code: 'utc-day',
    trap: '`$substring($now(), 0, 10)` (also with `$fromMillis(…)` or `$isoDateTime(…)`), `$isoDate(moment)` and date pictures give the day in UTC; in the evening that is another one than in New York.',
    mend: '`$isoDate(moment, $setting("accountTimeZone"))`',
  },
  {
    code: 'silent-blank',
    trap: '`"Invoice " & number` is "Invoice " where there is no number, as in some samples.',
    mend: '`number ? "Invoice " & number`',
  },
  {
    code: 'missing-path',
    trap: 'No sample has the field: its value would be left out in silence.',
    mend: 'Correct the name, or fetch samples that have it.',
  },
]
