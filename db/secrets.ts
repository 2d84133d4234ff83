import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'

const VERSION = 1
const IV_BYTES = 12
const TAG_BYTES = 16

/** The key all secrets are sealed with: 32 bytes. */
export type SecretKey = Buffer

/**
 * The sealing key: from `TRIBUTARY_SECRET_KEY` (any text of 16 characters or more, hashed to 32
 * bytes), else made once and kept at `keyFile` with mode 0600.
 */
export function loadSecretKey(options: {
  fromEnv: string | undefined
  keyFile: string
}): SecretKey {
  if (options.fromEnv) return createHash('sha256').update(options.fromEnv).digest()
  if (!existsSync(options.keyFile)) {
    mkdirSync(dirname(options.keyFile), { recursive: true })
    try {
      writeFileSync(options.keyFile, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // Another process made it in the same moment: its key counts.
      if (!existsSync(options.keyFile)) throw error
    }
  }
  return Buffer.from(readFileSync(options.keyFile, 'utf8').trim(), 'hex')
}

/**
 * Seals a secret with AES-256-GCM (NIST SP 800-38D). `owner` (the connection's id) is authenticated
 * with it, so that a sealed secret moved to another row does not open.
 */
export function seal(key: SecretKey, owner: string, secret: Record<string, unknown>): Buffer {
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(owner))
  const body = Buffer.concat([cipher.update(JSON.stringify(secret), 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), body])
}

/** Opens what `seal` made. Throws when the key or the owner is another one, or a bit was changed. */
export function unseal(key: SecretKey, owner: string, sealed: Buffer) {
  const iv = sealed.subarray(1, 1 + IV_BYTES)
  const tag = sealed.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
  decipher.setAAD(Buffer.from(owner))
  decipher.setAuthTag(tag)
  try {
    const body = decipher.update(sealed.subarray(1 + IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([body, decipher.final()]).toString('utf8')
    return z.record(z.string(), z.json()).parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(
      'A stored secret cannot be opened: the sealing key (TRIBUTARY_SECRET_KEY or the key file) is not the one it was sealed with. Restore that key, or enter the secret again.',
      { cause },
    )
  }
}
