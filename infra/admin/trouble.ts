/** What went wrong, as a sentence that names the next step; AWS's own words where we know no better. */
export function inPlainWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const known = TROUBLES.find(({ when }) => when.test(`${error.name} ${codeOf(error)}`))
  return known ? `${known.say} (${error.message})` : error.message
}

const TROUBLES: readonly { when: RegExp; say: string }[] = [
  {
    when: /CredentialsProviderError/,
    say: 'There are no AWS credentials: sign in, or set AWS_PROFILE or AWS_ACCESS_KEY_ID.',
  },
  {
    when: /ExpiredToken|UnrecognizedClient|InvalidSignature/,
    say: 'AWS does not accept the credentials: sign in again.',
  },
  { when: /AccessDenied/, say: 'These credentials may not do this: take a role that may.' },
  {
    when: /ResourceNotFound/,
    say: 'There is no such stage in this account and region: check AWS_PROFILE and AWS_REGION, or deploy it first.',
  },
  {
    when: /ECONNREFUSED/,
    say: 'Nothing answers there: start the local stack (npm start), or check --endpoint.',
  },
]

/** Node gives system errors a code, and hides some of them among the causes of another. */
function codeOf(error: Error): string {
  const code: unknown = Reflect.get(error, 'code')
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return `${String(code)} ${inner instanceof Error ? codeOf(inner) : ''}`
}
