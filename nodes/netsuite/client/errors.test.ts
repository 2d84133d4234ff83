import { describe, expect, test } from 'vitest'
import { netSuiteError } from './errors.ts'
import type { NetSuiteAnswer } from './transport.ts'

const DETAIL = 'Error while accessing a resource. '

function answer(
  status: number,
  detail: string,
  code = 'USER_ERROR',
  path?: string,
): NetSuiteAnswer {
  const body = {
    title: 'Bad Request',
    status,
    'o:errorDetails': [{ detail, 'o:errorCode': code, ...(path ? { 'o:errorPath': path } : {}) }],
  }
  const url = 'https://1.suitetalk.api.netsuite.com/services/rest/record/v1/invoice'
  const exchange = { method: 'POST', url, status, ms: 1 }
  return { status, headers: {}, body, text: JSON.stringify(body), exchange }
}

describe('a refusal of NetSuite', () => {
  test.each([
    [
      'a missing field',
      answer(400, `${DETAIL}Please enter value(s) for: Subsidiary.`),
      'value',
      /value for Subsidiary/,
    ],
    [
      'a wrong choice',
      answer(
        400,
        `${DETAIL}You have entered an Invalid Field Value 9999 for the following field: item`,
        'INVALID_CONTENT',
        'item.items[0].item',
      ),
      'value',
      /9999 for the field item/,
    ],
    [
      'a known external id',
      answer(400, `${DETAIL}This record already exists.`),
      'duplicate',
      /already/,
    ],
    ['a known name', answer(400, `${DETAIL}This entity already exists.`), 'duplicate', /already/],
    [
      'a lost record',
      answer(404, 'Record does not exist.', 'NONEXISTENT_ID'),
      'missing',
      /does not have/,
    ],
    [
      'a lack of permission',
      answer(400, `${DETAIL}Your current role does not have permission to perform this action.`),
      'connection',
      /role/,
    ],
    [
      'a workflow lock',
      answer(400, `${DETAIL}This record has been locked by a user defined workflow.`),
      'value',
      /workflow/,
    ],
    [
      'a concurrent change',
      answer(400, `${DETAIL}Record has been changed.`),
      'intermittent',
      /same moment/,
    ],
    [
      'too many requests',
      answer(
        429,
        'Concurrent request limit exceeded. Request blocked.',
        'CONCURRENCY_LIMIT_EXCEEDED',
      ),
      'rate limit',
      /at once/,
    ],
    [
      'a fault of its own',
      answer(500, 'An unexpected error occurred. Error ID: jrgb', 'UNEXPECTED_ERROR'),
      'intermittent',
      /jrgb/,
    ],
    [
      'refused sign-in',
      answer(401, 'Invalid login attempt.', 'INVALID_LOGIN'),
      'connection',
      /Login Audit Trail/,
    ],
  ])('about %s is classified and put into words', (_name, refused, expected, words) => {
    const error = netSuiteError(refused, false)
    expect(error.class).toBe(expected)
    expect(error.message).toMatch(words)
    expect(error.exchange).toBe(refused.exchange)
  })

  test('names the field at fault, from the path or the words', () => {
    const invalid =
      'You have entered an Invalid Field Value 53384 for the following field: customer.'
    expect(netSuiteError(answer(400, invalid), false).field).toBe('customer')
    const path = 'item.items[0].item'
    expect(netSuiteError(answer(400, invalid, 'INVALID_CONTENT', path), false).field).toBe(path)
  })

  test('of a RESTlet over the limit is a rate limit too', () => {
    const refused = { ...answer(400, ''), body: { error: { code: 'SSS_REQUEST_LIMIT_EXCEEDED' } } }
    expect(netSuiteError(refused, false)).toMatchObject({
      class: 'rate limit',
      code: 'SSS_REQUEST_LIMIT_EXCEEDED',
    })
  })

  test.each([
    ['SSS_INVALID_SCRIPTLET_ID', 'Invalid.', 'missing', /tributary-restlet\.js/],
    ['SSS_USAGE_LIMIT_EXCEEDED', 'Units.', 'too large', /fewer records/],
    ['RCRD_DSNT_EXIST', 'That record does not exist.', 'missing', /does not have this record/],
    ['INSUFFICIENT_PERMISSION', 'You need Void.', 'connection', /Manage Roles/],
    ['UNEXPECTED_ERROR', 'Something broke.', 'intermittent', /Something broke/],
    [
      'UNEXPECTED_ERROR',
      JSON.stringify({
        type: 'error.SuiteScriptError',
        name: 'INVALID_RECORD_TYPE',
        message: 'No.',
      }),
      'value',
      /does not accept it: No\./,
    ],
  ])(
    'of a RESTlet (%s) is classified by what the script said',
    (code, message, expected, words) => {
      const refused = { ...answer(400, ''), body: { error: { code, message } } }
      const error = netSuiteError(refused, false)
      expect(error.class).toBe(expected)
      expect(error.message).toMatch(words)
    },
  )

  test('takes the connection offline exactly when a person must mend it', () => {
    const offline = (refused: NetSuiteAnswer) => netSuiteError(refused, true).credentials
    const html = { ...answer(404, ''), body: undefined, text: '<html>' }
    expect(offline(answer(401, 'Invalid login attempt.', 'INVALID_LOGIN'))).toBe(true)
    expect(offline(answer(403, 'No permission.', 'INSUFFICIENT_PERMISSION'))).toBe(true)
    expect(offline(html)).toBe(true)
    expect(offline({ ...html, status: 503 })).toBe(false)
    expect(offline(answer(400, 'This record already exists.'))).toBe(false)
  })

  test('only leaves the outcome open when the server failed during a write', () => {
    expect(netSuiteError(answer(500, 'x'), false).outcomeUnknown).toBe(true)
    expect(netSuiteError(answer(500, 'x'), true).outcomeUnknown).toBe(false)
    expect(netSuiteError(answer(400, 'x'), false).outcomeUnknown).toBe(false)
  })
})
