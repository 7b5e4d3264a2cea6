// `npm start`: the stack of this checkout on this machine, with a demo organization to try it on.

import { runCommand, unlessAborted } from './command.ts'
import { startOptions } from './command-line.ts'
import { takeDirectory } from './data-directory.ts'
import { demoOrganization } from './demo/kept-organization.ts'
import { progressOn } from './demo/progress.ts'
import { organizationUrl } from './demo/seeding.ts'
import { startDesk } from './desk.ts'
import { welcome } from './welcome.ts'

await runCommand(
  async (signal) => {
    const { port, dataDirectory, json } = startOptions(process.argv.slice(2), process.env)
    if (dataDirectory) await takeDirectory(dataDirectory)
    const progress = progressOn(process.stderr)
    const desk = await startDesk({ port, dataDirectory, progress, signal, announced: true })
    try {
      const organization = await unlessAborted(signal, demoOrganization(desk, { dataDirectory, progress }))
      const { organizationId } = organization
      const { url, apiKey } = organizationUrl(desk, organization)
      console.log(
        json ? JSON.stringify({ url, apiKey, organizationId }) : welcome({ url, apiKey, dataDirectory }),
      )
      await unlessAborted(signal, new Promise(() => {}))
    } finally {
      await desk.stop()
    }
  },
  { whenEnded: 0 },
)
