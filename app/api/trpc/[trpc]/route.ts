import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext } from '../../../_server/context.ts'
import { appRouter } from '../../../_server/router.ts'

export const dynamic = 'force-dynamic'

function handler(req: Request): Promise<Response> {
  // A page of another site may not speak with our cookies, whatever its browser lets through.
  if (req.headers.get('sec-fetch-site') === 'cross-site') {
    return Promise.resolve(new Response('Cross-site calls are refused.', { status: 403 }))
  }
  return fetchRequestHandler({ endpoint: '/api/trpc', req, router: appRouter, createContext })
}

export { handler as GET, handler as POST }
