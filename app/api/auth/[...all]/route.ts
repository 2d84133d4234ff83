import { auth } from '../../../_server/session.ts'

export const dynamic = 'force-dynamic'

async function handler(request: Request): Promise<Response> {
  return (await auth()).handler(request)
}

export { handler as GET, handler as POST }
