import type { Db } from '#db/client.ts'
import { findLinks } from '#db/links.ts'
import type { Links } from '#nodes/runner.ts'

/** The links of one integration, as nodes may ask for them. */
export function linksOf(db: Db, integrationId: string): Links {
  return { find: (query) => findLinks(db, { integrationId, ...query }) }
}
