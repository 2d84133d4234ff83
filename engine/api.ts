/**
 * The door of the engine: what the web process and the command line may ask. Everything else in
 * this folder is for workers.
 */
export { openEngine, NotFoundError, type Engine } from './engine.ts'
export {
  createFlow,
  findFlow,
  importFlow,
  isEdited,
  listFlows,
  listVersions,
  loadFlow,
  loadVersion,
  publishFlow,
  setEnabled,
  type LoadedFlow,
  type Published,
  type VersionSummary,
} from './flows.ts'
export { searchFlows, type FoundPlace } from './search-flows.ts'
export { replaceInFlows, undoReplace, type ReplacedField } from './replace-in-flows.ts'
export { calledFlows } from './called-flows.ts'
export { saveEdits, type SavedEdits } from './save-edits.ts'
export { watchDraft, type DraftNews } from './draft-watch.ts'
export { beHere, leave, type PersonHere } from './presence.ts'
export type { FlowSummary } from './flow-summary.ts'
export { runMappingTests } from './mapping-tests.ts'
export { arrivedRecords } from './arrived-records.ts'
export { fetchSamples } from './fetch-samples.ts'
export { recordsAt } from './try/records-at.ts'
export { testResults } from './try/test-results.ts'
export { startRun, type Started, type StartRequest } from './start-run.ts'
export {
  cancelRun,
  isOver,
  listRuns,
  runSnapshot,
  type RunSnapshot,
  type RunTally,
} from './runs.ts'
export { waitForRun, watchConnections, watchRun } from './live.ts'
export { listRecords, searchRecords, skippedBySource, type RecordRow } from './records.ts'
export { traceKey, traceRecord, type TraceStep } from './trace.ts'
export { listErrors, resolveErrors, type ErrorRow } from './errors.ts'
export { retryErrors } from './retry-errors.ts'
export { books, type BooksReport } from './books.ts'
export {
  listConnections,
  type ConnectionSummary,
  type RegisteredWebhook,
} from './connections/list-connections.ts'
export {
  deleteConnection,
  saveConnection,
  type ConnectionEntry,
} from './connections/save-connection.ts'
export {
  testConnection,
  testConnectionEntry,
  type UnsavedConnection,
} from './connections/test-connection.ts'
export { neededPermissions } from './connections/needed-permissions.ts'
export { connectionUse, useByConnection, type UseBucket } from './connections/connection-use.ts'
export { listExchanges, type LoggedExchange } from './connections/list-exchanges.ts'
export {
  listChoices,
  recordFields,
  refreshLists,
  type ChoiceList,
  type FieldList,
  type OfConnection,
} from './connections/lists.ts'
export { registerWebhook, removeWebhook, rollWebhookSecret } from './connections/webhook.ts'
export { webhookStates, type WebhookState } from './connections/webhook-states.ts'
export {
  receiveNetSuiteHook,
  receiveStripeEvent,
  type NetSuiteDelivery,
  type StripeDelivery,
} from './connections/receive-hook.ts'
export {
  listIntegrations,
  saveIntegration,
  type IntegrationSummary,
} from './connections/integrations.ts'
export { cloneTemplate, listTemplates, withCalledTemplates } from './templates.ts'
export { provisionSandbox, SANDBOX_INTEGRATION, type SandboxSeed } from './sandbox.ts'
export { hasUsers, ownerCode, redeemOwnerCode } from './owner-code.ts'
export { audit } from './audit.ts'
export { health, type Health } from './health.ts'
export { checkPrerequisites, type Prerequisite } from './install/prerequisites.ts'
export {
  createWithCalled,
  goLive,
  installForm,
  saveInstall,
  type InstallForm,
} from './install/install.ts'
export { templateUpdate } from './install/update-template.ts'
export { cloneFlow } from './clone-flow.ts'
export { flowHistory } from './versions/flow-history.ts'
export { versionEffect } from './versions/effect.ts'
