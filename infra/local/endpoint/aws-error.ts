import type { JsonObject } from '../json.ts'

/** A refusal in the words of an AWS service. */
export class AwsError extends Error {
  readonly code: string
  readonly details: JsonObject

  constructor(code: string, message: string, details: JsonObject = {}) {
    super(message)
    this.name = code
    this.code = code
    this.details = details
  }

  /** Both spellings: DynamoDB's transactions write `Message`, all else `message`, and every SDK reads either. */
  toBody(): string {
    return JSON.stringify({
      __type: this.code,
      message: this.message,
      Message: this.message,
      ...this.details,
    })
  }
}
