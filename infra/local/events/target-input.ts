import { isObject, type JsonObject } from '../json.ts'
import type { TargetDescription } from '../template/rules.ts'

/** The JSON text that a target gets for an event: the event itself, a part of it, or what its transformer makes. */
export function targetInput(target: TargetDescription, event: JsonObject, ruleArn: string): string {
  if (target.input !== undefined) return target.input
  if (target.inputPath !== undefined) return JSON.stringify(at(target.inputPath, event) ?? null)
  if (target.transformer === undefined) return JSON.stringify(event)
  const { paths, template } = target.transformer
  const reserved: Readonly<Record<string, unknown>> = {
    'aws.events.rule-arn': ruleArn,
    'aws.events.event': event,
    'aws.events.event.json': event,
    'aws.events.event.ingestion-time': event['time'],
  }
  return template.replaceAll(/"<([\w.-]+)>"|<([\w.-]+)>/g, (whole, quoted?: string, bare?: string) => {
    const name = quoted ?? bare ?? ''
    const path = paths[name]
    const value = path === undefined ? reserved[name] : at(path, event)
    if (path === undefined && !(name in reserved)) return whole
    if (value === undefined) return quoted === undefined ? '' : '""'
    // Between quotes only text is pasted; a whole value replaces the quotes as well.
    if (quoted !== undefined) return JSON.stringify(value)
    return typeof value === 'string' ? value : JSON.stringify(value)
  })
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
