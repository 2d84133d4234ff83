/** The part of a path that stands for "each line". */
export const EACH_LINE = '[]'

/** The part of a row's path that stands for one part of `$merge([…])`, known by its number. */
export function numberedPart(number: number): string {
  return `(part ${number})`
}

/** The same for a variable that the fields of the part are bound to. */
export function boundPart(name: string): string {
  return `($${name} :=)`
}

/** Whether a part of a path only tells where a row is written, not where its value goes. */
export function isPart(segment: string): boolean {
  return PART.test(segment)
}

/**
 * The place in the result of what stands at a path: the fields of parts that are merged are fields of
 * the object around them.
 */
export function rowPlace(path: readonly string[]): readonly string[] {
  return path.some(isPart) ? path.filter((segment) => !isPart(segment)) : path
}

/** No expression can be read like this, so that it is never the name of a field that is worked out. */
const PART = /^\((?:part \d+|\$.* :=)\)$/s
