import { describe, expect, test } from 'vitest'
import { tbaAuthenticator } from './auth-tba.ts'

// Oracle publishes both signatures with these credentials; its page for the second one has lost the
// leading plus. https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/section_1534941088.html
const signer = tbaAuthenticator(
  '123456',
  {
    auth: 'tba',
    consumerKey: 'ef40afdd8abaac111b13825dd5e5e2ddddb44f86d5a0dd6dcf38c20aae6b67e4',
    consumerSecret: 'd26ad321a4b2f23b0741c8d38392ce01c3e23e109df6c96eac6d099e9ab9e8b5',
    tokenId: '2b0ce516420110bcbd36b69e99196d1b7f6de3c6234c5afb799b73d87569f5cc',
    tokenSecret: 'c29a677df7d5439a458c063654187e3d678d73aca8e3c9d8bea1478a3eb0d295',
  },
  { now: () => 1_508_242_306_000, learn: () => false },
  () => 'fjaLirsIcCGVZWzBX0pg',
)

describe('token-based authentication', () => {
  test('signs a record request as Oracle does', () => {
    const header = signer.header({
      method: 'GET',
      url: 'https://123456.suitetalk.api.netsuite.com/services/rest/record/v1/employee/40',
    })
    expect(signatureIn(header)).toBe('B5OIWznZ2YP0OB7VrJrGkYsTh+8H+5T9Hag+o92q0zY=')
  })

  test('signs query parameters as Oracle does', () => {
    const header = signer.header({
      method: 'POST',
      url: 'https://123456.restlets.api.netsuite.com/app/site/hosting/restlet.nl?script=6&deploy=1&customParam=someValue&testParam=someOtherValue',
    })
    expect(signatureIn(header)).toBe('+KK4SKNgz4ZiILGLwOMtfYlgcXSy1eis8ldE9X90azQ=')
  })

  test('names the account in upper case with underscores, outside the signature', () => {
    const credentials = { consumerKey: 'a', consumerSecret: 'b', tokenId: 'c', tokenSecret: 'd' }
    const sandbox = tbaAuthenticator(
      '1234567-sb1',
      { auth: 'tba', ...credentials },
      { now: Date.now, learn: () => false },
    )
    const header = sandbox.header({ method: 'GET', url: 'https://example.test/' })
    expect(header).toMatch(/^OAuth /)
    expect(header).toContain('realm="1234567_SB1"')
  })
})

function signatureIn(header: string): string {
  return decodeURIComponent(/oauth_signature="([^"]*)"/.exec(header)?.[1] ?? '')
}
