export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object that the text is; undefined when it is anything else. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The object at this member; an empty one when there is none. */
export function objectAt(value: JsonObject, name: string): JsonObject {
  const member = value[name]
  return isObject(member) ? member : {}
}

export function objectsAt(value: JsonObject, name: string): JsonObject[] {
  const member = value[name]
  return Array.isArray(member) ? member.filter(isObject) : []
}

export function textAt(value: JsonObject, name: string): string | undefined {
  const member = value[name]
  return typeof member === 'string' ? member : undefined
}
