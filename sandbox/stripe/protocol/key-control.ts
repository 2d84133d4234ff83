import { Hono } from 'hono'
import { z } from 'zod'
import type { SandboxEnv } from '../../context.ts'
import { SANDBOX_API_KEY } from '../account.ts'
import type { StripeAccount } from '../store/change.ts'
import { BadRequest, controlBody } from '../control/control-input.ts'
import type { ApiKeys } from './keys.ts'
import { RESOURCES, resourceNamed } from './permissions.ts'

/**
 * The remote control of keys, under `/_sandbox/keys`: `GET` shows the resources and the keys that
 * were made, `POST` makes a restricted key, `DELETE /{key}` takes one back.
 */
export function keyControl(account: StripeAccount, keys: ApiKeys): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()
  app.get('/', async (c) => {
    const resources = RESOURCES.map((resource) => resource.name)
    return c.json({ secret: SANDBOX_API_KEY, resources, keys: await keys.list() })
  })
  app.post('/', async (c) => {
    const { name, permissions, expires } = await controlBody(c, keySchema)
    return c.json(await keys.create({ name, permissions, expires }, account.now()))
  })
  app.delete('/:key', async (c) => {
    const key = c.req.param('key')
    const known = (await keys.find(key)) !== undefined
    if (!known && !key.startsWith('sk_test_')) throw new BadRequest(`There is no key ${key}.`)
    return c.json(await keys.revoke(key, account.now()))
  })
  return app
}

const names = RESOURCES.map((resource) => resource.name).join(', ')

const permissionsSchema = z
  .record(z.string(), z.enum(['none', 'read', 'write']))
  .superRefine((permissions, context) => {
    for (const name of Object.keys(permissions)) {
      if (resourceNamed(name)) continue
      const message = `There is no such resource. Name some of: ${names}.`
      context.addIssue({ code: 'custom', path: [name], message })
    }
  })
  .transform((permissions) =>
    Object.fromEntries(
      Object.entries(permissions).map(([name, access]) => [
        resourceNamed(name)?.name ?? name,
        access,
      ]),
    ),
  )

const keySchema = z.strictObject({
  name: z.string().default('Restricted key'),
  permissions: permissionsSchema,
  /** When it stops to work, by the sandbox's clock. */
  expires: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
})
