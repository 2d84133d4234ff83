const PREFIX = 'tributary.tab.'

/** Holds a browser lock for as long as this tab lives; gives the way to let go of it. */
export function holdTab(tab: string): () => void {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  // Browsers give locks on https and localhost only; without them every tab counts as gone.
  if ('locks' in navigator) void navigator.locks.request(PREFIX + tab, () => held)
  return release
}

/** Tabs of this browser that are open now. */
export async function livingTabs(): Promise<ReadonlySet<string>> {
  if (!('locks' in navigator)) return new Set()
  const { held = [] } = await navigator.locks.query()
  return new Set(
    held.flatMap(({ name }) => (name?.startsWith(PREFIX) ? [name.slice(PREFIX.length)] : [])),
  )
}
