'use client'

import { QueryClient, QueryClientProvider, type DefaultOptions } from '@tanstack/react-query'
import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  isTRPCClientError,
  splitLink,
} from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { useState, type ReactNode } from 'react'
import type { AppRouter } from '../_server/router.ts'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

/** Gives every component below the procedures of the server (`useTRPC`). */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions }))
  const [client] = useState(makeClient)
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}

const defaultOptions: DefaultOptions = {
  queries: {
    staleTime: 2_000,
    // What the server refused it will refuse again; only a lost connection is worth a second try.
    retry: (count, error) => count < 2 && !isRefusal(error),
  },
  mutations: { retry: false },
}

function makeClient() {
  const url = '/api/trpc'
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url }),
        // Comparing the books takes seconds; it must not keep the answers beside it waiting.
        false: splitLink({
          condition: (operation) => operation.path === 'books.report',
          true: httpLink({ url, fetch: fetchSignedIn }),
          false: httpBatchLink({ url, fetch: fetchSignedIn }),
        }),
      }),
    ],
  })
}

/** A call that is answered with 401 means that the sign-in has ended: back to the door. */
const fetchSignedIn: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  if (response.status === 401) location.assign('/sign-in')
  return response
}

function isRefusal(error: unknown): boolean {
  return isTRPCClientError<AppRouter>(error) && error.data !== undefined && error.data !== null
}
