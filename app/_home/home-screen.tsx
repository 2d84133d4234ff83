'use client'

import { Books } from './books.tsx'
import { FlowGroups } from './flow-groups.tsx'
import classes from './home-screen.module.css'
import { OpenErrors } from './open-errors.tsx'
import { Systems } from './systems.tsx'
import { Page, PageHeader } from '../_ui/page-header.tsx'

/** What a finance person wants to know first: are both sides up, did it run, do the books agree. */
export function HomeScreen() {
  return (
    <Page>
      <PageHeader title="Home" />
      <div className={classes.stack}>
        <Systems />
        <div className={classes.columns}>
          <FlowGroups />
          <OpenErrors />
        </div>
        <Books />
      </div>
    </Page>
  )
}
