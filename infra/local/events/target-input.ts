import { isObject, type JsonObject } from '../json.ts'
import type { TargetDescription } from '../template/rules.ts'

/** The JSON text that a target gets for an event: the event itself, a part of it, or what its transformer makes. */
export function targetInput(target: TargetDescription, event: JsonObject, ruleArn: string): string {
  if (target.input !== undefined) return target.input
  if (target.inputPath !== undefined) return JSON.stringify(at(target.inputPath, event) ?? null)
  if (target.transformer === undefined) return JSON.stringify(event)
  const { paths, template } = target.transformer
  const values: Record<string, unknown> = {
    'aws.events.rule-arn': ruleArn,
    'aws.events.event': event,
    'aws.events.event.json': event,
    'aws.events.event.ingestion-time': event['time'],
  }
  for (const [name, path] of Object.entries(paths)) values[name] = at(path, event) ?? ''
  return filled(template, values)
}

/** A value stands for itself outside of quotes, and for its text inside of them. */
function filled(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/"(?:[^"\\]|\\.)*"|<[\w.-]+>/g, (part) => {
    if (part.startsWith('<')) return JSON.stringify(valueOf(part, values))
    return part.replaceAll(/<[\w.-]+>/g, (name) => {
      const value = valueOf(name, values)
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      return JSON.stringify(text).slice(1, -1)
    })
  })
}

/** What is no variable stays as it is written. */
function valueOf(part: string, values: Readonly<Record<string, unknown>>): unknown {
  const name = part.slice(1, -1)
  return name in values ? values[name] : part
}

/** Throws for a path that is more than member names. */
export function checkTargetInput(target: TargetDescription): void {
  for (const path of [target.inputPath ?? '$', ...Object.values(target.transformer?.paths ?? {})]) {
    if (!PATH.test(path)) throw new Error(`The local stack does not know the path ${path} of a rule's target`)
  }
}

const PATH = /^\$(\.[\w-]+)*$/

function at(path: string, event: JsonObject): unknown {
  let value: unknown = event
  for (const name of path.split('.').slice(1)) value = isObject(value) ? value[name] : undefined
  return value
}
