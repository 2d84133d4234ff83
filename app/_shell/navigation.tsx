'use client'

import {
  IconAlertTriangle,
  IconArrowsSplit2,
  IconFileSearch,
  IconFlask,
  IconHome,
  IconPlayerPlay,
  IconPlugConnected,
  IconTemplate,
  type Icon,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTRPC } from '../_client/trpc.tsx'
import classes from './navigation.module.css'

const PLACES: { href: string; label: string; icon: Icon }[] = [
  { href: '/', label: 'Home', icon: IconHome },
  { href: '/flows', label: 'Flows', icon: IconArrowsSplit2 },
  { href: '/templates', label: 'Templates', icon: IconTemplate },
  { href: '/runs', label: 'Runs', icon: IconPlayerPlay },
  { href: '/records', label: 'Records', icon: IconFileSearch },
  { href: '/errors', label: 'Errors', icon: IconAlertTriangle },
  { href: '/connections', label: 'Connections', icon: IconPlugConnected },
]

/** Shown only where the two stand-in systems run. */
const SANDBOX = { href: '/sandbox', label: 'Sandbox', icon: IconFlask }

/** The places of the product; the count beside Errors is of the open ones. */
export function Navigation() {
  const path = usePathname()
  const openErrors = useOpenErrors()
  const places = useSandbox() ? [...PLACES, SANDBOX] : PLACES
  return (
    <nav aria-label="Main" className={classes.nav}>
      {places.map(({ href, label, icon: PlaceIcon }) => {
        const here = href === '/' ? path === '/' : path.startsWith(href)
        return (
          <Link
            key={href}
            href={href}
            className={classes.link}
            aria-current={here ? 'page' : undefined}
            aria-label={label}
            title={label}
          >
            <PlaceIcon size={17} stroke={1.7} />
            <span className={classes.label}>{label}</span>
            {href === '/errors' && openErrors > 0 && (
              <span className={classes.count} aria-hidden="true">
                {openErrors}
              </span>
            )}
          </Link>
        )
      })}
    </nav>
  )
}

function useOpenErrors(): number {
  const trpc = useTRPC()
  const flows = useQuery(trpc.flows.list.queryOptions(undefined, { refetchInterval: 10_000 }))
  return (flows.data ?? []).reduce((sum, flow) => sum + flow.openErrors, 0)
}

function useSandbox(): boolean {
  const trpc = useTRPC()
  const present = useQuery(trpc.sandbox.present.queryOptions(undefined, { staleTime: 60_000 }))
  return present.data ?? false
}
