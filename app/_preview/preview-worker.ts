import { servePreview } from './serve-preview.ts'

servePreview(self)
