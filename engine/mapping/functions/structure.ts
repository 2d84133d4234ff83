import type { FunctionHelp } from '../functions.ts'

export const LIST_FUNCTIONS: FunctionHelp[] = [
  {
    name: 'count',
    signature: 'count(list)',
    help: 'How many elements a list has; 0 of nothing, 1 of a single value.',
    example: '$count(lines.data)',
    gives: 2,
  },
  {
    name: 'map',
    signature: 'map(list, function)',
    help: 'Calls a function with each element (and its place and the whole list) and lists what it gives. Of one element it gives no list: put it into [ ].',
    example: '[$map(lines.data, function($line) { $line.amount * 2 })]',
    gives: [3000, 998],
  },
  {
    name: 'filter',
    signature: 'filter(list, function)',
    help: 'The elements for which a function gives true. Shorter: list[condition].',
    example: '[$filter(lines.data.amount, function($amount) { $amount > 500 })]',
    gives: [1500],
  },
  {
    name: 'single',
    signature: 'single(list, function?)',
    help: 'The one element for which a function gives true; none or several are an error.',
    example: '$single(lines.data, function($line) { $line.quantity = 3 }).description',
    gives: 'Seats',
  },
  {
    name: 'reduce',
    signature: 'reduce(list, function, start?)',
    help: 'Goes through a list with a function of what came out so far and the next element.',
    example: '$reduce([1, 2, 3], function($sum, $one) { $sum + $one }, 10)',
    gives: 16,
  },
  {
    name: 'append',
    signature: 'append(list, more)',
    help: 'Both lists, one behind the other.',
    example: '$append([1, 2], 3)',
    gives: [1, 2, 3],
  },
  {
    name: 'sort',
    signature: 'sort(list, function?)',
    help: 'The list in order. The function is given two elements and says true when the first belongs behind the second.',
    example: '$sort([3, 1, 2])',
    gives: [1, 2, 3],
  },
  {
    name: 'reverse',
    signature: 'reverse(list)',
    help: 'The list from its end.',
    example: '$reverse([1, 2, 3])',
    gives: [3, 2, 1],
  },
  {
    name: 'shuffle',
    signature: 'shuffle(list)',
    help: 'The list in an order by chance; a replay of the same record gives the same.',
    example: '$count($shuffle([1, 2, 3]))',
    gives: 3,
  },
  {
    name: 'distinct',
    signature: 'distinct(list)',
    help: 'The list without what is in it twice.',
    example: '$distinct(tags)',
    gives: ['b2b', 'eu'],
  },
  {
    name: 'zip',
    signature: 'zip(list, …more)',
    help: 'Puts the first elements of all lists together, then the second ones, and so on.',
    example: '$zip([1, 2], ["a", "b"])',
    gives: [
      [1, 'a'],
      [2, 'b'],
    ],
  },
]

export const OBJECT_FUNCTIONS: FunctionHelp[] = [
  {
    name: 'merge',
    signature: 'merge(objects)',
    help: 'One object of a list of objects; what stands in a later one replaces what an earlier one says.',
    example: '$merge([{ "a": 1, "b": 1 }, { "b": 2 }])',
    gives: { a: 1, b: 2 },
  },
  {
    name: 'keys',
    signature: 'keys(object)',
    help: 'The names of an object’s fields.',
    example: '$keys({ "a": 1, "b": 2 })',
    gives: ['a', 'b'],
  },
  {
    name: 'each',
    signature: 'each(object, function)',
    help: 'Calls a function with each field’s value and name and lists what it gives.',
    example: '$each({ "a": 1, "b": 2 }, function($value, $name) { $name & $value })',
    gives: ['a1', 'b2'],
  },
  {
    name: 'sift',
    signature: 'sift(object, function?)',
    help: 'The fields for which a function of value and name gives true.',
    example: '$sift({ "a": 1, "b": null }, function($value) { $value != null })',
    gives: { a: 1 },
  },
  {
    name: 'spread',
    signature: 'spread(object)',
    help: 'A list with one object for each field.',
    example: '$spread({ "a": 1, "b": 2 })',
    gives: [{ a: 1 }, { b: 2 }],
  },
  {
    name: 'clone',
    signature: 'clone(value)',
    help: 'A copy of an object or list.',
    example: '$clone({ "a": 1 })',
    gives: { a: 1 },
  },
  {
    name: 'type',
    signature: 'type(value)',
    help: 'What a value is: "string", "number", "boolean", "array", "object", "null" or "function".',
    example: '$type(total)',
    gives: 'number',
  },
]

export const LOGIC_FUNCTIONS: FunctionHelp[] = [
  {
    name: 'exists',
    signature: 'exists(value)',
    help: 'Whether there is a value at all. A field that holds null is there; for "neither missing, null, empty nor 0" use $boolean.',
    example: '$exists(customer.phone)',
    gives: false,
  },
  {
    name: 'boolean',
    signature: 'boolean(value)',
    help: 'false of null, 0, an empty text, list or object, and nothing of a missing field; true of anything else.',
    example: '$boolean(number)',
    gives: true,
  },
  {
    name: 'not',
    signature: 'not(value)',
    help: 'The opposite of $boolean. Of a missing field it gives true.',
    example: '$not(total > 5000)',
    gives: true,
  },
  {
    name: 'assert',
    signature: 'assert(condition, message?)',
    help: 'Fails the record with a message where a condition is false.',
    example: '($assert(total > 0, "The total is not above 0."); "good")',
    gives: 'good',
  },
  {
    name: 'error',
    signature: 'error(message?)',
    help: 'Fails the record with a message that people read under Errors.',
    example: 'total > 0 ? "good" : $error("The total is not above 0.")',
    gives: 'good',
  },
]
