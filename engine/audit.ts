import type { Db } from '#db/client.ts'
import { auditLog } from '#db/schema/index.ts'

/** Notes who changed what, in the transaction of the change. `change` must hold no secret. */
export async function audit(
  tx: Db,
  entry: {
    userId: string | null
    action: string
    subject: { type: string; id: string }
    change?: unknown
  },
): Promise<void> {
  await tx.insert(auditLog).values({
    userId: entry.userId,
    action: entry.action,
    subjectType: entry.subject.type,
    subjectId: entry.subject.id,
    change: entry.change ?? null,
  })
}
