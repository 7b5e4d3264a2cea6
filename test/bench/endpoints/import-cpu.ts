import { execFile } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** Of so many processes the third fastest tells what importing takes where nothing else is in the way. */
export const PROCESSES = 25
const PERCENTILE = 0.1

/** Processor milliseconds that a fresh process takes to import a module, beside what Node itself takes to start. */
export async function importCpuMilliseconds(file: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < PROCESSES; i++) times.push(await importOnce(pathToFileURL(file)))
  const sorted = times.toSorted((a, b) => a - b)
  return Number(sorted[Math.floor(PROCESSES * PERCENTILE)]?.toFixed(1))
}

async function importOnce({ href }: URL): Promise<number> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', SCRIPT, href])
  return Number(stdout) / 1000
}

const run = promisify(execFile)

const SCRIPT = `
const before = process.cpuUsage()
await import(process.argv[1])
const { user, system } = process.cpuUsage(before)
process.stdout.write(String(user + system), () => process.exit())
`
