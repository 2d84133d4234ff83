import type { ConnectionType } from '../connection.ts'
import { choice, number, text } from '../fields.ts'

/** Simultaneous requests by default: NetSuite's smallest limit is 5 for everything in the account. */
export const DEFAULT_CONCURRENCY = 4

/** Ids under which public/netsuite/tributary-restlet.js is deployed unless the connection says otherwise. */
export const RESTLET_SCRIPT = 'customscript_tributary'
export const RESTLET_DEPLOYMENT = 'customdeploy_tributary'

/** How a NetSuite account is reached. */
export const netsuiteConnection: ConnectionType = {
  system: 'netsuite',
  title: 'NetSuite',
  fields: {
    accountId: text('Account id', {
      required: true,
      placeholder: '1234567 or 1234567_SB1',
      help: 'NetSuite: Setup → Company → Company Information.',
    }),
    auth: choice('Sign-in', [
      { value: 'oauth2', label: 'OAuth 2.0 with a certificate (recommended)' },
      { value: 'tba', label: 'Token-based authentication' },
    ]),
    concurrencyLimit: number('Requests at once', {
      initial: DEFAULT_CONCURRENCY,
      min: 1,
      max: 100,
      help: 'All integrations of the account share its limit: leave some for the others.',
    }),
    baseUrl: text('Address', {
      placeholder: 'https://1234567.suitetalk.api.netsuite.com',
      help: 'Blank: made from the account id.',
    }),
    timeZone: text('Time zone of the account', {
      placeholder: 'America/Los_Angeles',
      help: 'NetSuite: Setup → Company → Company Information, as a name of the tz database. Blank: the present offset is learnt from NetSuite, and what was changed around a change of clocks is read with an overlap.',
    }),
    unknownFields: choice('Fields that NetSuite does not know', [
      { value: 'error', label: 'Refuse the record (recommended)' },
      { value: 'warning', label: 'Leave them out with a warning' },
      { value: 'ignore', label: 'Leave them out' },
    ]),
    restletScript: text('RESTlet script id', {
      placeholder: RESTLET_SCRIPT,
      help: 'For voids and saved searches: where tributary-restlet.js is deployed in the account.',
    }),
    restletDeployment: text('RESTlet deployment id', { placeholder: RESTLET_DEPLOYMENT }),
  },
  secretFields: {
    clientId: text('Client id', {
      required: true,
      when: { field: 'auth', is: ['oauth2'] },
      help: 'Shown once when the integration record is saved.',
    }),
    certificateId: text('Certificate id', {
      required: true,
      when: { field: 'auth', is: ['oauth2'] },
      help: 'NetSuite: Setup → Integration → OAuth 2.0 Client Credentials (M2M) Setup.',
    }),
    privateKeyPem: text('Private key', {
      required: true,
      lines: true,
      when: { field: 'auth', is: ['oauth2'] },
      placeholder: '-----BEGIN PRIVATE KEY-----',
      help: 'The key that belongs to the certificate, as PKCS #8 PEM.',
    }),
    consumerKey: text('Consumer key', { required: true, when: { field: 'auth', is: ['tba'] } }),
    consumerSecret: text('Consumer secret', {
      required: true,
      when: { field: 'auth', is: ['tba'] },
    }),
    tokenId: text('Token id', { required: true, when: { field: 'auth', is: ['tba'] } }),
    tokenSecret: text('Token secret', { required: true, when: { field: 'auth', is: ['tba'] } }),
    hookToken: text('Hook token', {
      help: 'For real-time flows: any text of 16 characters or more without blanks, which the script in NetSuite sends along as X-Hook-Token. Several may be given, with blanks between them.',
    }),
  },
}
