import type { FunctionHelp } from '../functions.ts'

export const SETTING_FUNCTIONS: FunctionHelp[] = [
  {
    name: 'setting',
    signature: 'setting(key, default?)',
    help: 'The value of a setting of the flow. A setting that was left blank is an error, unless there is a default.',
    example: '$setting("defaultItem")',
    gives: '42',
  },
  {
    name: 'lookup',
    signature: 'lookup(table, key, default?)',
    help: 'The entry of a table in the settings, or of an object. A key that a table of the settings does not hold is an error, unless there is a default.',
    example: '$lookup("itemMap", "Plan")',
    gives: '17',
  },
  {
    name: 'country',
    signature: 'country(text)',
    help: 'The two-letter code of a country, given by its code or English name. Anything else is an error.',
    example: '$country(customer.country)',
    gives: 'DE',
  },
]

export const MONEY_FUNCTIONS: FunctionHelp[] = [
  {
    name: 'toMajor',
    signature: 'toMajor(minor, currency)',
    help: 'An amount of Stripe, in the smallest unit, as a decimal amount of its currency: cents to dollars. Knows currencies without cents and those with thousandths.',
    example: '$toMajor(total, currency)',
    gives: 19.99,
  },
  {
    name: 'toMinor',
    signature: 'toMinor(major, currency)',
    help: 'A decimal amount in the smallest unit of its currency, as Stripe wants it: dollars to cents. An amount finer than that is an error.',
    example: '$toMinor(19.99, "USD")',
    gives: 1999,
  },
  {
    name: 'roundMoney',
    signature: 'roundMoney(amount, currency)',
    help: 'Rounds a decimal amount to the smallest unit of its currency; half a unit is rounded away from zero.',
    example: '$roundMoney(19.995, "USD")',
    gives: 20,
  },
  {
    name: 'sumMoney',
    signature: 'sumMoney(amounts)',
    help: 'The exact sum of a list of amounts; 0 where there are none. Unlike $sum, it makes no errors in the last digit.',
    example: '$sumMoney(lines.data.amount)',
    gives: 1999,
  },
  {
    name: 'add',
    signature: 'add(first, …more)',
    help: 'Adds decimal amounts exactly, without the errors of + in the last digit.',
    example: '$add(0.1, 0.2)',
    gives: 0.3,
  },
  {
    name: 'subtract',
    signature: 'subtract(first, …more)',
    help: 'Takes amounts from the first one, exactly.',
    example: '$subtract(0.3, 0.1)',
    gives: 0.2,
  },
  {
    name: 'multiply',
    signature: 'multiply(first, …more)',
    help: 'Multiplies decimal amounts exactly.',
    example: '$multiply(1.1, 3)',
    gives: 3.3,
  },
  {
    name: 'divide',
    signature: 'divide(amount, by, decimals?)',
    help: 'Divides exactly and rounds half away from zero, to 8 decimals unless told otherwise. By 0 is an error.',
    example: '$divide(10, 3, 2)',
    gives: 3.33,
  },
]

export const DATE_FUNCTIONS: FunctionHelp[] = [
  {
    name: 'isoDate',
    signature: 'isoDate(moment, timeZone?)',
    help: 'The date (YYYY-MM-DD) of a moment in a time zone. The moment is seconds since 1970, as Stripe has it, or an ISO text. Without a time zone: UTC.',
    example: '$isoDate(created, "America/New_York")',
    gives: '2025-12-31',
  },
  {
    name: 'isoDateTime',
    signature: 'isoDateTime(moment, timeZone?)',
    help: 'Date and time of a moment in a time zone, with its offset.',
    example: '$isoDateTime(created, "America/New_York")',
    gives: '2025-12-31T19:00:00-05:00',
  },
  {
    name: 'epochSeconds',
    signature: 'epochSeconds(date, timeZone?)',
    help: 'Seconds since 1970, as Stripe wants them. A date without a time is midnight in the time zone.',
    example: '$epochSeconds("2026-01-01")',
    gives: 1767225600,
  },
  {
    name: 'now',
    signature: 'now(picture?, offset?)',
    help: 'The moment at which the run began, as an ISO text in UTC, or as the picture says. For the day in your time zone: $isoDate($now(), $setting("accountTimeZone")).',
    example: '$now("[Y0001]") >= "2026"',
    gives: true,
  },
  {
    name: 'millis',
    signature: 'millis()',
    help: 'The moment at which the run began, in milliseconds since 1970.',
    example: '$millis() > 1767225600000',
    gives: true,
  },
  {
    name: 'fromMillis',
    signature: 'fromMillis(milliseconds, picture?, offset?)',
    help: 'A moment in milliseconds as text, in UTC unless an offset such as "-0500" is given. The picture says how, as in "[D01]/[M01]/[Y0001]".',
    example: '$fromMillis(created * 1000, "[D01]/[M01]/[Y0001]")',
    gives: '01/01/2026',
  },
  {
    name: 'toMillis',
    signature: 'toMillis(text, picture?)',
    help: 'Milliseconds since 1970 of a date in a text; the picture says how it is written, otherwise it must be ISO 8601.',
    example: '$toMillis("01/01/2026", "[D01]/[M01]/[Y0001]")',
    gives: 1767225600000,
  },
]
