import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { headers } from 'next/headers'
import { netsuiteProject } from '#nodes/templates/netsuite-project.ts'
import { auth, findPerson } from '../../_server/session.ts'

export const dynamic = 'force-dynamic'

/** The NetSuite project as a ZIP file, for whoever is signed in. */
export async function GET(): Promise<Response> {
  const person = await findPerson(await auth(), await headers())
  if (!person) return Response.json({ error: 'Please sign in.' }, { status: 401 })
  const script = (name: string) =>
    readFile(path.join(process.cwd(), 'public', 'netsuite', name), 'utf8')
  const files = netsuiteProject({
    'tributary-restlet.js': await script('tributary-restlet.js'),
    'tributary-user-event.js': await script('tributary-user-event.js'),
  })
  const packed = Object.entries(files).map(([name, text]) => [`tributary/${name}`, strToU8(text)])
  return new Response(zipSync(Object.fromEntries(packed)).slice().buffer, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="tributary-netsuite-project.zip"',
    },
  })
}
