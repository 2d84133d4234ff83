/** Gives every test file a Postgres server to make its own databases on. */
export default async function setup() {
  if (process.env.TEST_POSTGRES_URL) return
  throw new Error('TEST_POSTGRES_URL is not set')
}
