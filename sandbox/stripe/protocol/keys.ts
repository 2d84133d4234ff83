import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import type { Access } from './permissions.ts'

/** A key that somebody made or took back; secret test keys are good without being known. */
export interface ApiKey {
  key: string
  name: string
  /** By the resource's name on Stripe's form; what is not named is `none`. Null lets in to all. */
  permissions: Record<string, Access> | null
  created: Date
  /** From then on the key is refused as expired. */
  expires: Date | null
  revoked: Date | null
}

/** The keys of the account that are known by name. They outlive a restart and an emptying. */
export interface ApiKeys {
  find: (key: string) => Promise<ApiKey | undefined>
  list: () => Promise<ApiKey[]>
  create: (spec: Pick<ApiKey, 'name' | 'permissions' | 'expires'>, now: Date) => Promise<ApiKey>
  /** Takes a key back, also a secret one (`sk_test_…`) that was never heard of. */
  revoke: (key: string, now: Date) => Promise<ApiKey>
}

/** Creates the table of keys, unless it exists. */
export async function prepareKeys(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    create table if not exists sandbox.stripe_keys (
      key text primary key, name text not null, permissions json, created timestamptz not null,
      expires timestamptz, revoked timestamptz)`
}

/** Keys are read once and kept in memory: every call asks for one, and nobody else writes them. */
export function openKeys(sql: postgres.Sql): ApiKeys {
  let known: Promise<Map<string, ApiKey>> | null = null
  const all = () => {
    known ??= load(sql).catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
  const save = async (key: ApiKey) => {
    await sql`
      insert into sandbox.stripe_keys ${sql({ ...key, permissions: json(sql, key.permissions) })}
      on conflict (key) do update set revoked = excluded.revoked`
    known = null
    return key
  }
  return {
    find: async (key) => (await all()).get(key),
    list: async () => [...(await all()).values()],
    create: (spec, now) => {
      const key = `rk_test_${randomBytes(48).toString('base64url').replaceAll(/[-_]/g, '0')}`
      return save({ key, ...spec, created: now, revoked: null })
    },
    revoke: async (key, now) => {
      const before = (await all()).get(key)
      const unheard = { key, name: 'Secret key', permissions: null, created: now, expires: null }
      return save({ ...(before ?? unheard), revoked: now })
    },
  }
}

async function load(sql: postgres.Sql): Promise<Map<string, ApiKey>> {
  const rows = await sql<ApiKey[]>`
    select key, name, permissions, created, expires, revoked from sandbox.stripe_keys
    order by created, key`
  return new Map(rows.map((row) => [row.key, row]))
}

function json(sql: postgres.Sql, permissions: Record<string, Access> | null) {
  return permissions && sql.json(permissions)
}
