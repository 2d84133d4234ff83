import { leaveCluster } from './postgres-cluster.ts'

/** What the guard runs when a process ended without having left its Postgres: its home and number. */
const [home = '', pid = ''] = process.argv.slice(2)
await leaveCluster(home, Number(pid))
