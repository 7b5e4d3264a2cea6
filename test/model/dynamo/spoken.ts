import { canonical } from './values.ts'

/** An expression with the names and values that its placeholders stand for, for people. */
export const spoken = (
  text: string,
  input: {
    readonly ExpressionAttributeNames?: Record<string, string> | undefined
    readonly ExpressionAttributeValues?: Record<string, unknown> | undefined
  },
): string =>
  text
    .replaceAll(/#\w+/g, (name) => input.ExpressionAttributeNames?.[name] ?? name)
    .replaceAll(/:\w+/g, (name) => canonical(input.ExpressionAttributeValues?.[name]))
