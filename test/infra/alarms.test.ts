import { readFile } from 'node:fs/promises'
import { beforeAll, expect, it } from 'vitest'
import { commandIn, readArguments } from '../../infra/admin/arguments.ts'
import { COMMANDS } from '../../infra/admin/run.ts'
import { BACKGROUND } from '../../infra/background.ts'
import { functionName } from '../../infra/functions.ts'
import { nameIn } from '../../infra/names.ts'
import { propertiesOf, resourcesOf, synthesizedTemplates, type Template } from './templates.ts'

let service: Template
let api: Template
let sections: ReadonlyMap<string, string>

beforeAll(async () => {
  ;({ service, api } = await synthesizedTemplates('prod'))
  const runbook = await readFile(new URL('../../infra/runbook.md', import.meta.url), 'utf8')
  const [, ...parts] = runbook.split(/^## /m)
  sections = new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part]))
})

/** The API's own alarm counts its failures as what callers see of them: answers of 5xx. */
const SEEN_BY_CALLERS = nameIn('prod', functionName(BACKGROUND.authorizer))

const ids = (type: string) => Object.keys(resourcesOf(service, type))
const alarms = () => [service, api].flatMap((stack) => propertiesOf(stack, 'AWS::CloudWatch::Alarm'))
const mentioning = (type: string, id: string) =>
  Object.entries(resourcesOf(service, type))
    .filter(([, { Properties }]) => JSON.stringify(Properties).includes(`"${id}"`))
    .map(([logicalId]) => logicalId)

/** An alarm measures it, or what calls it: its state machine, its mapping, the queue that this reads. */
const isWatched = (id: string): boolean =>
  isMeasured(id) ||
  mentioning('AWS::StepFunctions::StateMachine', id).some(isMeasured) ||
  mentioning('AWS::Lambda::EventSourceMapping', id).some(isWatchedReader)

const isMeasured = (id: string): boolean => mentioning('AWS::CloudWatch::Alarm', id).length > 0

const isWatchedReader = (mapping: string): boolean =>
  isMeasured(mapping) ||
  ids('AWS::SQS::Queue').some(
    (queue) => mentioning('AWS::Lambda::EventSourceMapping', queue).includes(mapping) && isMeasured(queue),
  )

it('every queue has an alarm', () => {
  expect(ids('AWS::SQS::Queue')).not.toEqual([])
  expect(
    ids('AWS::SQS::Queue').filter((id) => mentioning('AWS::CloudWatch::Alarm', id).length === 0),
  ).toEqual([])
})

it('every function that works in the background is watched, and every workflow, reader and schedule', () => {
  const background = new Set(Object.values(BACKGROUND).map((one) => nameIn('prod', functionName(one))))
  const functions = Object.entries(resourcesOf(service, 'AWS::Lambda::Function')).filter(
    ([, { Properties }]) => background.has(String(Properties.FunctionName)),
  )
  expect(functions).toHaveLength(background.size)
  const unwatched = functions
    .filter(([id, { Properties }]) => Properties.FunctionName !== SEEN_BY_CALLERS && !isWatched(id))
    .map(([, { Properties }]) => Properties.FunctionName)
  expect(unwatched).toEqual([])
  expect(ids('AWS::StepFunctions::StateMachine').filter((id) => !isMeasured(id))).toEqual([])
  expect(ids('AWS::Lambda::EventSourceMapping').filter((id) => !isWatchedReader(id))).toEqual([])
})

it('what is to happen all the time is missed when it does not', () => {
  const [missing] = alarms().filter(({ AlarmName }) => AlarmName === nameIn('prod', 'sweep-missing'))
  expect(missing).toMatchObject({
    MetricName: 'Invocations',
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    TreatMissingData: 'breaching',
  })
  const others = alarms().filter((alarm) => alarm !== missing)
  for (const alarm of others)
    expect(alarm).toMatchObject({
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    })
})

it('every alarm says whom it hurts, and the runbook what it means, where to look and what to do', () => {
  const anchors = alarms().map(({ AlarmDescription, AlarmName }) => {
    const said = /^([A-Z].{20,}[.]) Runbook: infra\/runbook\.md#(.+)$/.exec(String(AlarmDescription))
    expect(said, String(AlarmName)).not.toBeNull()
    return said?.[2]
  })
  expect(new Set(anchors)).toEqual(new Set(sections.keys()))
  expect(anchors).toHaveLength(sections.size)
  for (const section of sections.values())
    expect(section).toMatch(/\*\*Meaning\.\*\* .+\*\*Look here\.\*\* .+\*\*Do this\.\*\* /s)
})

it('the runbook names commands that there are, and for every dead-letter queue how to redrive it', () => {
  for (const [alarm, section] of sections) {
    const commands = [...section.matchAll(/`npm run admin -- ([^`]+)`/g)].map(([, words = '']) => words)
    for (const words of commands) {
      const { command, rest } = commandIn(COMMANDS, words.split(' '))
      readArguments(command, rest)
    }
    const [, queue] = /^(.+)-dead-letters$/.exec(alarm) ?? []
    if (queue !== undefined)
      expect(commands).toEqual(
        expect.arrayContaining([`dead-letters read ${queue}`, `dead-letters redrive ${queue} --all`]),
      )
  }
})
