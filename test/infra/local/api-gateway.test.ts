import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FixtureStack, startFixture } from './fixture/fixture-stack.ts'

let stack: FixtureStack

beforeAll(async () => {
  stack = await startFixture()
})
afterAll(() => stack.stop())

describe('the event of a function', () => {
  test('is that of a REST proxy integration', async () => {
    const path = '/things/a%20b/echo?q=1&q=two%20words&empty='
    const { status, headers, body } = await stack.call('POST', path, {
      body: '{"some":"text"}',
      headers: { 'X-Custom': 'yes' },
    })
    expect(status).toBe(200)
    expect(headers.get('x-one')).toBe('first')
    expect(headers.get('x-many')).toBe('a, b')
    expect(headers.get('content-type')).toBe('application/json')
    expect(body).toMatchObject({
      resource: '/things/{id}/echo',
      path: '/things/a%20b/echo',
      httpMethod: 'POST',
      headers: expect.objectContaining({ 'X-Forwarded-Proto': 'http' }),
      queryStringParameters: { q: 'two words', empty: '' },
      multiValueQueryStringParameters: { q: ['1', 'two words'], empty: [''] },
      pathParameters: { id: 'a%20b' },
      stageVariables: null,
      body: '{"some":"text"}',
      isBase64Encoded: false,
      requestContext: {
        resourcePath: '/things/{id}/echo',
        path: '/v1/things/a%20b/echo',
        stage: 'v1',
        httpMethod: 'POST',
        requestId: headers.get('x-amzn-requestid'),
        domainName: new URL(stack.url).host,
        identity: { sourceIp: '127.0.0.1' },
        authorizer: { principalId: 'tester', user: 'tester', calls: '3' },
      },
    })
  })

  test('has null where there is nothing, and a trailing slash is the same route', async () => {
    const { body } = await stack.call('POST', '/things/x/echo/')
    expect(body).toMatchObject({
      resource: '/things/{id}/echo',
      path: '/things/x/echo/',
      queryStringParameters: null,
      multiValueQueryStringParameters: null,
      body: null,
    })
  })
})

describe('the gateway answers by itself', () => {
  test.each([
    ['no credential', '', 401, 'who are you'],
    ['an unknown credential', 'unknown', 401, 'who are you'],
    ['a credential that is denied, with the reason of its context', 'forbidden', 403, 'not for you'],
  ])('%s', async (_, token, status, detail) => {
    const answer = await stack.call('POST', '/things', { token, body: '{}' })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(answer.body).toEqual({ detail, id: answer.headers.get('x-amzn-requestid') })
  })

  test('an authorizer that breaks is a 500 without its words', async () => {
    const answer = await stack.call('POST', '/things', { token: 'broken', body: '{}' })
    expect(answer).toMatchObject({ status: 500, body: { message: 'Internal server error' } })
    expect(answer.headers.get('x-amzn-errortype')).toBe('AuthorizerFailureException')
  })

  test.each([
    ['POST', '/nothing'],
    ['DELETE', '/things'],
    ['GET', '/'],
  ])('%s %s is no route', async (method, path) => {
    const answer = await stack.call(method, path)
    expect(answer).toMatchObject({ status: 404, body: { detail: 'no such route' } })
  })

  test('a body over 10 MB is too large, and one that Lambda would not take, too', async () => {
    for (const megabytes of [11, 7]) {
      const answer = await stack.call('POST', '/things', { body: 'x'.repeat(megabytes * 1024 * 1024) })
      expect(answer).toMatchObject({ status: 413, body: { detail: 'REQUEST_TOO_LARGE' } })
    }
  })
})

describe('a function that', () => {
  test.each([
    ['throws', '/odd?how=throw', 502],
    ['answers another form', '/odd?how=object', 502],
    ['takes longer than its integration waits', '/slow?how=slow', 504],
  ])('%s', async (_, path, status) => {
    const answer = await stack.call('GET', path)
    expect(answer.status).toBe(status)
    expect(JSON.stringify(answer.body)).not.toContain('secret')
  })
})
