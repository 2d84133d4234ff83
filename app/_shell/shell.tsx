'use client'

import { UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Person } from '../_server/session.ts'
import { Brand } from './brand.tsx'
import { Navigation } from './navigation.tsx'
import { PersonProvider } from './person.tsx'
import { SearchEverything } from './search-everything.tsx'
import classes from './shell.module.css'
import { UserMenu } from './user-menu.tsx'

/** The frame of every page behind the sign-in: navigation at the left, the page beside it. */
export function Shell({ person, children }: { person: Person; children: ReactNode }) {
  return (
    <PersonProvider person={person}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <div className={classes.shell}>
        <header className={classes.side}>
          <Link href="/" className={classes.brand} aria-label="Tributary">
            <Brand />
          </Link>
          <UnstyledButton
            className={classes.search}
            onClick={spotlight.open}
            aria-label="Search everything"
          >
            <IconSearch size={15} stroke={1.8} />
            <span className={classes.searchText}>Search everything</span>
            <kbd className={classes.key}>Ctrl K</kbd>
          </UnstyledButton>
          <Navigation />
          <div className={classes.bottom}>
            <UserMenu />
          </div>
        </header>
        <main id="page" className={classes.page} tabIndex={-1}>
          {children}
        </main>
      </div>
      <SearchEverything />
    </PersonProvider>
  )
}
