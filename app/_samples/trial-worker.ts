import { serveTrial } from './serve-trial.ts'

serveTrial(self)
