import { CUSTOM_FIELDS, type CustomField } from './custom-fields.ts'

/** Scripts of ours that the project brings into the account, by file name, as text. */
export interface ProjectScripts {
  'tributary-restlet.js': string
  'tributary-user-event.js': string
}

/** Record types on which the user event script tells of changes at once. */
const WATCHED = ['CUSTOMER', 'INVOICE', 'CUSTOMERPAYMENT', 'CREDITMEMO', 'CUSTOMERREFUND']

/**
 * The SuiteCloud project that an administrator deploys instead of creating everything by hand
 * (`suitecloud project:deploy`): custom fields, the RESTlet and the user event script with their
 * deployments. Gives the project's files by path.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/SDFxml.html
 */
export function netsuiteProject(scripts: ProjectScripts): Record<string, string> {
  const files: Record<string, string> = {
    'suitecloud.config.js': "module.exports = { defaultProjectFolder: 'src', commands: {} }\n",
    'README.md': README,
    'src/manifest.xml': MANIFEST,
    'src/deploy.xml': DEPLOY,
    'src/Objects/customscript_tributary.xml': RESTLET,
    'src/Objects/customscript_tributary_event.xml': userEvent(),
  }
  for (const field of CUSTOM_FIELDS) files[`src/Objects/${field.id}.xml`] = fieldXml(field)
  for (const [name, text] of Object.entries(scripts)) {
    files[`src/FileCabinet/SuiteScripts/tributary/${name}`] = text
  }
  return files
}

const README = `# Tributary's NetSuite project

What Tributary keeps in NetSuite: custom fields, one RESTlet and one user event script.

1. Install SuiteCloud CLI for Node.js and sign in: \`suitecloud account:setup\`.
2. Try it in a sandbox account first: \`suitecloud project:validate --server\`, then \`suitecloud project:deploy\`.
3. Open the deployment of the RESTlet and give it to the role that Tributary signs in with.
4. For real time, open the script "Tributary User Event" and fill in its two parameters. Left blank it does nothing.

Fields that the account has already, under other names, can be left out: delete their file in src/Objects and name
them in Tributary's settings.
`

const MANIFEST = `<manifest projecttype="ACCOUNTCUSTOMIZATION">
  <projectname>tributary</projectname>
  <frameworkversion>1.0</frameworkversion>
  <dependencies>
    <features>
      <feature required="true">SERVERSIDESCRIPTING</feature>
      <feature required="true">RESTWEBSERVICES</feature>
    </features>
  </dependencies>
</manifest>
`

const DEPLOY = `<deploy>
  <files>
    <path>~/FileCabinet/SuiteScripts/tributary/*</path>
  </files>
  <objects>
    <path>~/Objects/*</path>
  </objects>
</deploy>
`

const RESTLET = `<restlet scriptid="customscript_tributary">
  <name>Tributary RESTlet</name>
  <description>Runs saved searches and voids transactions for Tributary.</description>
  <isinactive>F</isinactive>
  <notifyowner>F</notifyowner>
  <scriptfile>[/SuiteScripts/tributary/tributary-restlet.js]</scriptfile>
  <scriptdeployments>
    <scriptdeployment scriptid="customdeploy_tributary">
      <title>Tributary</title>
      <status>RELEASED</status>
      <isdeployed>T</isdeployed>
      <loglevel>ERROR</loglevel>
      <allroles>F</allroles>
      <audslctrole>ADMINISTRATOR</audslctrole>
    </scriptdeployment>
  </scriptdeployments>
</restlet>
`

function userEvent(): string {
  const deployments = WATCHED.map(
    (record) => `    <scriptdeployment scriptid="customdeploy_trib_${record.toLowerCase()}">
      <title>Tributary ${record}</title>
      <recordtype>${record}</recordtype>
      <status>RELEASED</status>
      <isdeployed>T</isdeployed>
      <loglevel>ERROR</loglevel>
      <allroles>T</allroles>
      <runasrole>ADMINISTRATOR</runasrole>
    </scriptdeployment>`,
  )
  return `<usereventscript scriptid="customscript_tributary_event">
  <name>Tributary User Event</name>
  <description>Tells Tributary at once that a record was saved.</description>
  <isinactive>F</isinactive>
  <notifyowner>F</notifyowner>
  <scriptfile>[/SuiteScripts/tributary/tributary-user-event.js]</scriptfile>
  <scriptcustomfields>
    ${parameter('custscript_tributary_url', 'Address of the connection')}
    ${parameter('custscript_tributary_secret', 'Hook token of the connection')}
  </scriptcustomfields>
  <scriptdeployments>
${deployments.join('\n')}
  </scriptdeployments>
</usereventscript>
`
}

/** A parameter of the script itself rather than of each deployment: it is filled in once. */
function parameter(id: string, label: string): string {
  return `<scriptcustomfield scriptid="${id}">
      <label>${label}</label>
      <fieldtype>TEXT</fieldtype>
      <displaytype>NORMAL</displaytype>
      <storevalue>T</storevalue>
      <setting>SCRIPT</setting>
    </scriptcustomfield>`
}

/** Root element and the records it is applied to. */
const OBJECTS: Record<CustomField['record'], { root: string; applied: readonly string[] }> = {
  customer: { root: 'entitycustomfield', applied: ['appliestocustomer'] },
  transaction: {
    root: 'transactionbodycustomfield',
    applied: ['bodysale', 'bodycustomerpayment', 'bodyothertransaction'],
  },
  line: { root: 'transactioncolumncustomfield', applied: ['colsale'] },
  item: {
    root: 'itemcustomfield',
    applied: [
      'appliestoinventory',
      'appliestononinventory',
      'appliestoservice',
      'appliestoothercharge',
      'appliestokit',
    ],
  },
}

/** https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/SDFxml_3330726969.html */
const FIELD_TYPES: Record<CustomField['type'], string> = {
  text: 'TEXT',
  url: 'URL',
  checkbox: 'CHECKBOX',
  decimal: 'FLOAT',
  integer: 'INTEGER',
  date: 'DATE',
  datetime: 'DATETIMETZ',
  longText: 'TEXTAREA',
}

function fieldXml(field: CustomField): string {
  const { root, applied } = OBJECTS[field.record]
  const facts = [
    ['label', field.label],
    ['description', `${field.help} Kept by Tributary.`],
    ['fieldtype', FIELD_TYPES[field.type]],
    ...applied.map((name) => [name, 'T']),
    ['displaytype', field.type === 'checkbox' ? 'NORMAL' : 'INLINE'],
    ['accesslevel', '2'],
    ['searchlevel', '2'],
    ['storevalue', 'T'],
  ]
  const body = facts.map(([name, value]) => `  <${name}>${escaped(value ?? '')}</${name}>`)
  return `<${root} scriptid="${field.id}">\n${body.join('\n')}\n</${root}>\n`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
