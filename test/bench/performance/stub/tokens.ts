/** The placeholders of one call, and the expression's tokens, the next one first. */
export type Tokens = {
  /** The next token, without taking it. */
  peek(): string | undefined
  take(): string
  /** Takes the next token if it is this one, in any case. */
  takes(token: string): boolean
  expect(token: string): void
}

const token = /\s*(<>|<=|>=|[=<>(),+-]|[#:]?[A-Za-z_][\w.#]*)/y

/** @throws Error when the text has a character that the stub does not know */
export function tokensOf(expression: string): Tokens {
  const text = expression.trim()
  const waiting: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const from = token.lastIndex
    const found = token.exec(text)?.[1]
    if (found === undefined) throw new Error(`The stub cannot read the expression at "${text.slice(from)}"`)
    waiting.push(found)
  }
  const tokens: Tokens = {
    peek: () => waiting[0],
    take() {
      const next = waiting.shift()
      if (next === undefined) throw new Error(`The expression "${expression}" ends too early`)
      return next
    },
    takes(wanted) {
      if (waiting[0]?.toUpperCase() !== wanted) return false
      waiting.shift()
      return true
    },
    expect(wanted) {
      if (!tokens.takes(wanted)) throw new Error(`The stub expected ${wanted} in "${expression}"`)
    },
  }
  return tokens
}
