import { App, Validations } from 'aws-cdk-lib'
import { AwsSolutionsChecks } from 'cdk-nag'
import { ApiStack } from './api-stack.ts'
import { ServiceStack } from './service-stack.ts'
import { stageSettings } from './settings.ts'
import { StorageStack } from './storage-stack.ts'

/** The stacks of the stage that the app's context names: `stage`, and `settings` to override some of its settings. */
function payoutDesk(app: App): void {
  const stage = String(app.node.tryGetContext('stage') ?? 'dev')
  const context = { stage, settings: stageSettings(stage, settingsFrom(app.node.tryGetContext('settings'))) }
  const storage = new StorageStack(app, `payout-desk-${stage}-storage`, context)
  const service = new ServiceStack(app, `payout-desk-${stage}-service`, context)
  service.addStackDependency(storage)
  const api = new ApiStack(app, `payout-desk-${stage}-api`, context)
  api.addStackDependency(service)
}

/** An object from a file, JSON from the command line. */
function settingsFrom(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}

if (import.meta.main) {
  const app = new App()
  payoutDesk(app)
  // One switch for CDK's validation of the templates and for cdk-nag.
  if (process.env.CDK_VALIDATION !== 'false') Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  app.synth()
}
