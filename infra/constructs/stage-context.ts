import type { StageSettings } from '../settings.ts'

/** What every construct of the service is told. */
export interface StageContext {
  readonly stage: string
  readonly settings: StageSettings
}
