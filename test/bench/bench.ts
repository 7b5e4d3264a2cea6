// `npm run bench`: what runs, endpoints, decisions and batches take, counted or timed on the local stack.

import { runCommand, unlessAborted } from '../../infra/local/command.ts'
import { progressOn } from '../../infra/local/demo/progress.ts'
import { startDesk } from '../../infra/local/desk.ts'
import type { LocalStack } from '../../infra/local/stack.ts'
import { benchOptions } from './bench-options.ts'
import { PARTS } from './parts.ts'

const INTERRUPTED = 130

await runCommand(
  async (signal) => {
    const { parts, rounds, json } = benchOptions(process.argv.slice(2))
    const progress = progressOn(process.stderr)
    let desk: Promise<LocalStack> | undefined
    const stack = () => (desk ??= startDesk({ port: 0, progress, signal, announced: false }))
    const rows: Record<string, readonly unknown[]> = {}
    try {
      for (const part of parts) {
        const report = await unlessAborted(signal, PARTS[part]({ stack, rounds, progress }))
        rows[part] = report.rows
        if (!json) console.log(`\n${report.text}`)
      }
      if (json) console.log(JSON.stringify(rows))
    } finally {
      await (await desk)?.stop()
    }
  },
  { whenEnded: INTERRUPTED },
)
