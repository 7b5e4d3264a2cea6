import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { listen } from '../../../infra/local/http-server.ts'
import { welcome } from '../../../infra/local/welcome.ts'
import { eventually } from '../local/eventually.ts'
import { descendantsOf, livingOf, type Running, run } from './children.ts'

let directory: string
let environment: NodeJS.ProcessEnv
let first: z.infer<typeof Ready>

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'start-test-'))
  // What a killed process leaves goes with the directory.
  environment = { PORT: '0', LOCAL_STACK_FILE: join(directory, 'stack.json'), TMPDIR: directory }
})

afterAll(() => rm(directory, { recursive: true, force: true }))

const Ready = z.strictObject({ url: z.url(), apiKey: z.string(), organizationId: z.string() })

const readyLine = async (desk: Running) => Ready.parse(JSON.parse(await desk.firstLine()))

const approved = async ({ url, apiKey }: z.infer<typeof Ready>) => {
  const response = await fetch(`${url}/payout-requests?filter=status:approved`, {
    headers: { 'REB-APIKEY': apiKey },
  })
  expect(response.status).toBe(200)
  return z.array(z.object({ id: z.string() })).parse(await response.json())
}

/** A machine with nothing but Node may be without; then nobody pastes either. */
const HAS_CURL = existsSync('/usr/bin/curl')

const textAt = async (url: URL): Promise<string> => (await fetch(url)).text()

/** What the lines answer that people are told to paste into another terminal. */
function pasted(desk: z.infer<typeof Ready>): Promise<string> {
  const lines = welcome({ ...desk, dataDirectory: undefined }).match(/^URL=.*(?=^Ctrl-C)/ms)
  return run(['/bin/sh', '-e', '-c', String(lines)]).stdout
}

const START = ['start', '--silent', '--', '--json', '--data']

const PATIENCE_MILLISECONDS = 240_000 // it builds and synthesizes first

it('says in one line where it is, serves a dozen approved requests, and SIGTERM to npm stops all of it', {
  timeout: PATIENCE_MILLISECONDS,
}, async () => {
  const desk = run(['npm', ...START, join(directory, 'data')], environment)
  first = await readyLine(desk)
  expect(first.url).toMatch(
    new RegExp(`^http://127\\.0\\.0\\.1:\\d+/\\w+/organizations/${first.organizationId}$`),
  )
  await eventually(async () => expect(await approved(first)).toHaveLength(12))
  const { url, organizationId } = first
  expect(await textAt(new URL('/reference', url))).toMatch(/^<!doctype html>.*Create a batch/s)
  expect(JSON.parse(await textAt(new URL('/openapi.json', url)))).toMatchObject({
    openapi: '3.1.0',
    servers: [{ url: url.replace(organizationId, '{organizationId}') }],
  })
  expect(JSON.parse(await textAt(new URL('/events.schema.json', url)))).toMatchObject({
    $defs: { PayoutRequestCreatedEvent: { type: 'object' } },
  })
  expect(existsSync(join(directory, 'stack.json'))).toBe(true)

  const started = descendantsOf(desk.child.pid ?? 0)
  expect(started.length).toBeGreaterThan(2) // the program, the shell around dynoxide, dynoxide
  desk.child.kill('SIGTERM')
  expect(await desk.end).toBe(0)
  expect(JSON.parse(await desk.stdout)).toEqual(first)
  await eventually(() => expect(livingOf(started)).toEqual([]))
  expect(existsSync(join(directory, 'stack.json'))).toBe(false)
})

it('has the same organization, key and requests after a restart, and SIGKILL leaves nobody behind', {
  timeout: PATIENCE_MILLISECONDS,
}, async () => {
  const desk = run(
    [process.execPath, 'infra/local/start.ts', '--json', '--data', join(directory, 'data')],
    environment,
  )
  const second = await readyLine(desk)
  expect({ ...second, url: '' }).toEqual({ ...first, url: '' })
  expect(await approved(second)).toHaveLength(12)
  expect((await stat(join(directory, 'data', 'demo-organization.json'))).mode & 0o777).toBe(0o600)

  const other = run(
    [process.execPath, 'infra/local/start.ts', '--data', join(directory, 'data')],
    environment,
  )
  expect(await other.end).toBe(1)
  expect(await other.stderr).toMatch(/^Another local stack works with .*\n$/)

  if (HAS_CURL) expect(await pasted(second)).toMatch(/"status":"completed".*"status":"in-progress"/s)

  const started = descendantsOf(desk.child.pid ?? 0)
  expect(started.length).toBeGreaterThan(1)
  desk.child.kill('SIGKILL')
  await eventually(() => expect(livingOf(started)).toEqual([]))
})

it('ends at once with a sentence when its port is in use', async () => {
  const server = createServer()
  const port = await listen(server, 0)
  const desk = run([process.execPath, 'infra/local/start.ts'], { ...environment, PORT: String(port) })
  expect(await desk.end).toBe(1)
  expect(await desk.stderr).toBe(
    `Port ${port} is in use. Name another, or 0 for any free one: PORT=0 npm start\n`,
  )
  expect(await desk.stdout).toBe('')
  server.close()
})
