// `npm run demo`: thousands of payout requests from nothing to paid, on a stack of its own.

import { runCommand, unlessAborted } from './command.ts'
import { demoOptions } from './command-line.ts'
import { type Demonstration, demonstrate } from './demo/demonstration.ts'
import { progressOn } from './demo/progress.ts'
import { report } from './demo/report.ts'
import { startDesk } from './desk.ts'

/** What shells answer for a program that Ctrl-C ended. */
const INTERRUPTED = 130

await runCommand(
  async (signal) => {
    const { requests, seed, json } = demoOptions(process.argv.slice(2))
    const progress = progressOn(process.stderr)
    const began = performance.now()
    const desk = await startDesk({ port: 0, progress, signal, announced: false })
    try {
      const demonstration = await unlessAborted(signal, demonstrate(desk, { requests, seed, progress }))
      const seconds = ((performance.now() - began) / 1000).toFixed(0)
      console.log(
        json
          ? JSON.stringify(inOneLine(demonstration))
          : `\n${report(demonstration.results, demonstration)}\n\nSeed ${seed}; ${seconds} s in all.`,
      )
    } finally {
      await desk.stop()
    }
  },
  { whenEnded: INTERRUPTED },
)

function inOneLine({ results, outcomes, create, autoAllocate, payouts }: Demonstration) {
  const { ms, dynamodbRequests, writeUnits } = create
  return {
    requests: results.length,
    allocated: outcomes['allocated'] ?? 0,
    partiallyAllocated: outcomes['partially-allocated'] ?? 0,
    notAllocated: outcomes['not-allocated'] ?? 0,
    create: { ms, dynamodbRequests, writeUnits },
    autoAllocate,
    ...payouts,
  }
}
