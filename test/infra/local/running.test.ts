import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { announceStack, findRunningStack } from '../../../infra/local/running.ts'

let file: string

beforeEach(async () => {
  file = `${await mkdtemp(`${tmpdir()}/payout-desk-running-`)}/deep/stack.json`
  process.env['LOCAL_STACK_FILE'] = file
})
afterEach(() => rm(file.replace('/deep/stack.json', ''), { recursive: true }))

const STACK = { url: 'http://127.0.0.1:1/v1', awsEndpoint: 'http://127.0.0.1:2', tableName: 'table' }

describe('a running stack', () => {
  it('is found while it runs, with what only its owner may know', async () => {
    expect(await findRunningStack()).toBeUndefined()
    const withdraw = await announceStack({ ...STACK, signingKey: { kty: 'EC' } })
    expect(await findRunningStack()).toEqual({ ...STACK, signingKey: { kty: 'EC' }, pid: process.pid })
    expect((await stat(file)).mode & 0o077).toBe(0)
    await withdraw()
    expect(await findRunningStack()).toBeUndefined()
  })

  it('is not found once its process was killed', async () => {
    const { pid } = spawnSync('true')
    await announceStack(STACK)
    const { pid: own, ...announced } = JSON.parse(await readFile(file, 'utf8'))
    expect(own).toBe(process.pid)
    await writeFile(file, JSON.stringify({ ...announced, pid }))
    expect(await findRunningStack()).toBeUndefined()
  })

  it('tells nothing else that its starter has in hand', async () => {
    const stack = { ...STACK, secret: 'x', counts: { huge: true } }
    await announceStack(stack)
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...STACK, pid: process.pid })
  })

  it('does not take back what another has announced since', async () => {
    const withdraw = await announceStack(STACK)
    const other = JSON.stringify({ ...STACK, pid: process.ppid })
    await writeFile(file, other)
    await withdraw()
    expect(await readFile(file, 'utf8')).toBe(other)
  })

  it('is not found in a file that was cut off', async () => {
    await announceStack(STACK)
    await writeFile(file, '{"url":')
    expect(await findRunningStack()).toBeUndefined()
  })
})
