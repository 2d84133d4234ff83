export * from './people.ts'
export * from './connections.ts'
export * from './flows.ts'
export * from './runs.ts'
