import type { Permission } from '#nodes/kind.ts'

/** Each resource once, by name; writing includes reading in both systems. */
export function strongest(permissions: readonly Permission[]): Permission[] {
  const found = new Map<string, Permission>()
  for (const one of permissions) {
    const known = found.get(one.name)
    if (!known || one.access === 'write') found.set(one.name, one)
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
}
