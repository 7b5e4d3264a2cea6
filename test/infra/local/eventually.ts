/** Runs an expectation until it holds; what it said last is thrown when it does not. */
export async function eventually(expectation: () => unknown): Promise<void> {
  const giveUpAt = Date.now() + 30_000
  for (;;) {
    try {
      return void (await expectation())
    } catch (error) {
      if (Date.now() > giveUpAt) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
