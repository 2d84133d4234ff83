import type { ReactNode } from 'react'
import { CopyButton } from '../_ui/copy-button.tsx'
import classes from './add-connection-screen.module.css'

interface NetSuiteSetupProps {
  permissions: ReactNode
  auth: 'oauth2' | 'tba'
}

/** NetSuite takes certificates that are valid for at most two years. */
const MAKE_CERTIFICATE = `openssl req -x509 -newkey rsa:4096 -sha256 -nodes -days 730 \\
  -keyout tributary-key.pem -out tributary-certificate.pem -subj "/CN=Tributary"`

const HELP = 'https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help'

/** What an administrator sets up in NetSuite, in order. */
export function NetSuiteSetup({ permissions, auth }: NetSuiteSetupProps) {
  return (
    <ol className={classes.steps}>
      <li>
        <p>
          <b>Setup → Company → Enable Features → SuiteCloud</b>: switch on REST Web Services,
          SuiteScript and {auth === 'oauth2' ? 'OAuth 2.0' : 'Token-based Authentication'}.
        </p>
      </li>
      <li>
        <p>
          <b>Setup → Users/Roles → Manage Roles → New</b>: a role “Tributary” with Log in using{' '}
          {auth === 'oauth2' ? 'OAuth 2.0 Access Tokens' : 'Access Tokens'} at Full, and:
        </p>
        {permissions}
      </li>
      <li>
        <p>
          <b>Setup → Integration → Manage Integrations → New</b>: “Tributary”,{' '}
          {auth === 'oauth2'
            ? 'with Client Credentials (Machine to Machine) Grant and the scope REST Web Services (RESTlets too, if scripts are used). The client id is shown once.'
            : 'with Token-based Authentication. Consumer key and secret are shown once.'}
        </p>
      </li>
      {auth === 'oauth2' ? <Certificate /> : <Tokens />}
      <li>
        <p>
          For voids, saved searches and real-time hooks: upload{' '}
          <a href="/netsuite/tributary-restlet.js" download>
            tributary-restlet.js
          </a>{' '}
          under <b>Customization → Scripting → Scripts → New</b> and deploy it with the ids{' '}
          <code>customscript_tributary</code> and <code>customdeploy_tributary</code>, for the role
          “Tributary”. Flows that use neither work without it.
        </p>
      </li>
    </ol>
  )
}

function Certificate() {
  return (
    <li>
      <p>
        Make a key and its certificate on your computer. The key stays with you and with Tributary,
        the certificate goes to NetSuite:
      </p>
      <div className={classes.command}>
        <span>{MAKE_CERTIFICATE}</span>
        <CopyButton value={MAKE_CERTIFICATE} what="the command" />
      </div>
      <p>
        Upload <code>tributary-certificate.pem</code> under{' '}
        <b>Setup → Integration → OAuth 2.0 Client Credentials (M2M) Setup</b>, for a user with the
        role “Tributary”. The certificate id is shown in the list afterwards. (
        <a href={`${HELP}/section_162686838198.html`} target="_blank" rel="noreferrer">
          NetSuite on certificates
        </a>
        )
      </p>
    </li>
  )
}

function Tokens() {
  return (
    <li>
      <p>
        <b>Setup → Users/Roles → Access Tokens → New</b>: for that integration, a user and the role
        “Tributary”. Token id and secret are shown once. NetSuite takes no new integrations with
        tokens from 2027.1 on: a certificate lasts longer. (
        <a href={`${HELP}/section_0525020842.html`} target="_blank" rel="noreferrer">
          NetSuite on the end of tokens
        </a>
        )
      </p>
    </li>
  )
}
