export function withFileLock<T>(file: string, work: () => T | Promise<T>): Promise<T>
export function processIdentity(pid: number): string
export function isAlive(identity: string): boolean
export function isPidAlive(pid: number): boolean
