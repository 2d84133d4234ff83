import { createStore, type StoreApi } from 'zustand/vanilla'

/** One target of a mapping with the fields of the record that it is made of, dotted. */
export interface Line {
  target: string
  sources: readonly string[]
}

interface LitState {
  /** The target whose sources are lit, and the source whose targets are. */
  target: string | null
  source: string | null
  sources: ReadonlySet<string>
  targets: ReadonlySet<string>
}

/**
 * What is lit up: the pointer and the keyboard set it many times a second, so it is kept apart from
 * what is drawn, and each line asks only for itself.
 */
export type LitStore = StoreApi<LitState>

const NONE: ReadonlySet<string> = new Set()
const DARK: LitState = { target: null, source: null, sources: NONE, targets: NONE }

export function createLitStore(): LitStore {
  return createStore<LitState>()(() => DARK)
}

/** Lights what a target is made of. */
export function lightTarget(store: LitStore, lines: readonly Line[], target: string | null): void {
  if (store.getState().target === target && store.getState().source === null) return
  store.setState(
    target === null ? DARK : { ...DARK, target, sources: sourcesOf(lines, target) },
    true,
  )
}

/** Lights what is made of a source. */
export function lightSource(store: LitStore, lines: readonly Line[], source: string | null): void {
  if (store.getState().source === source && store.getState().target === null) return
  store.setState(
    source === null ? DARK : { ...DARK, source, targets: targetsOf(lines, source) },
    true,
  )
}

/** The sources of a target and of all targets inside it. */
export function sourcesOf(lines: readonly Line[], target: string): ReadonlySet<string> {
  return new Set(
    lines
      .filter((line) => isWithin(line.target, target))
      .flatMap((line) => line.sources.map(plainPath)),
  )
}

/** The targets that take a source, something inside it, or something that it lies in. */
export function targetsOf(lines: readonly Line[], source: string): ReadonlySet<string> {
  const wanted = plainPath(source)
  return new Set(
    lines
      .filter((line) =>
        line.sources.map(plainPath).some((one) => isWithin(one, wanted) || isWithin(wanted, one)),
      )
      .map((line) => line.target),
  )
}

/** A path without marks of lists and without the backticks around odd names. */
export function plainPath(path: string): string {
  return path.replaceAll('`', '').replaceAll('[]', '')
}

/** True for the same place and for any inside it. */
export function isWithin(path: string, around: string): boolean {
  return path === around || (path.startsWith(around) && /^[.[]/.test(path.slice(around.length)))
}
