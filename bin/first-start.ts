import { openEngine, ownerCode, provisionSandbox } from '#engine/api.ts'
import type { SecretKey } from '#db/secrets.ts'

/**
 * Fills what a fresh database lacks: the sandbox's integration with its flows, and the owner's
 * one-time code. Gives the code, null when there is an owner already. Harmless when repeated.
 */
export async function prepareFirstStart(options: {
  databaseUrl: string
  secretKey: SecretKey
  sandbox: { stripeUrl: string; netsuiteUrl: string } | null
}): Promise<string | null> {
  const { databaseUrl, secretKey, sandbox } = options
  const engine = await openEngine({ databaseUrl, secretKey, pool: 4 })
  try {
    if (sandbox) await provisionSandbox(engine, sandbox)
    return await ownerCode(engine.database.db)
  } finally {
    await engine.close()
  }
}
