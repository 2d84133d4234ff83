/** Periods that can be posted to; years and quarters only group them. */
const POSTING_PERIODS = `FROM accountingperiod
WHERE isyear = 'F' AND isquarter = 'F' AND isadjust = 'F'`

/** The periods that the wanted day’s month touches: usually one. */
export const PERIODS = `SELECT
  periodname AS name,
  TO_CHAR(startdate, 'YYYY-MM-DD') AS starts,
  TO_CHAR(enddate, 'YYYY-MM-DD') AS ends,
  closed, alllocked, arlocked
${POSTING_PERIODS}
  AND TO_CHAR(startdate, 'YYYY-MM') <= :month
  AND TO_CHAR(enddate, 'YYYY-MM') >= :month`

/** The first day of the first period after a day that is neither closed nor locked. */
export const FIRST_OPEN_DAY = `SELECT MIN(TO_CHAR(startdate, 'YYYY-MM-DD')) AS day
${POSTING_PERIODS}
  AND closed = 'F' AND NVL(alllocked, 'F') = 'F' AND NVL(arlocked, 'F') = 'F'
  AND TO_CHAR(startdate, 'YYYY-MM-DD') > :day`

/** Whether the wanted day’s period takes postings. */
export const IS_OPEN = `$exists(periods[
  starts <= $$.wantedDay and ends >= $$.wantedDay
    and $not("T" in [closed, alllocked, arlocked])
])`

/** The last day of the wanted day’s period, so that all its days ask the same question. */
export const WHOLE_PERIOD =
  'periods[starts <= $$.wantedDay and ends >= $$.wantedDay][0].ends ?: wantedDay'

/** What a person reads. */
export const CLOSED = `(
  $period := periods[starts <= $$.wantedDay and ends >= $$.wantedDay][0];
  $state := $period.closed = "T" ? "closed" : "locked";
  $exists($period)
    ? "The accounting period " & $period.name & " is " & $state & ", so that nothing can be booked on " &
        wantedDay & ". Open it in NetSuite and retry, or choose in the settings to book on the first open day after it."
    : "NetSuite has no accounting period for " & wantedDay & ". Set it up under Setup > Accounting > Manage Accounting Periods, then retry."
)`
