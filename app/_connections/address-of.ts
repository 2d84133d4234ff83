import type { Outputs } from '../_server/router.ts'

type Connection = Outputs['connections']['list'][number]

/** What tells one connection from another: account id or address, as far as it is given. */
export function addressOf({ config }: Pick<Connection, 'config'>): string {
  return [config.accountId, config.label, config.baseUrl]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(' · ')
}
